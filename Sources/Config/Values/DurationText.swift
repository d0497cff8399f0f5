/// Durations as feeds.toml writes them: `"90s"`, `"30m"`, `"12h"`, `"7d"`, and together `"1h30m"`.
public enum DurationText {
    /// Seconds of each unit, from the largest.
    private static let units: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "d"), 86400), (UInt8(ascii: "h"), 3600), (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1),
    ]

    /// A hundred years. Sums of a few durations stay far from any overflow.
    static let longest = Duration.seconds(36500 * 86400)

    /// Whole numbers with a unit each, larger units first, no unit twice, nothing between; may be zero.
    /// - Returns: nil for anything else, and for more than 100 years.
    public static func parse(_ text: some StringProtocol) -> Duration? {
        var rest = units[...]
        var (total, number): (Int64, Int64?) = (0, nil)
        for byte in text.utf8 {
            if let digit = digit(byte) {
                let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
                guard !overflow, tens <= .max - digit else { return nil }
                number = tens + digit
            } else {
                guard let count = number, let index = rest.firstIndex(where: { $0.letter == byte }) else { return nil }
                let (seconds, overflow) = count.multipliedReportingOverflow(by: rest[index].seconds)
                guard !overflow, seconds <= longest.components.seconds - total else { return nil }
                total += seconds
                number = nil
                rest = rest[(index + 1)...]
            }
        }
        return number == nil && rest.count < units.count ? .seconds(total) : nil
    }

    /// Whether a text is refused for its length alone.
    static func isTooLong(_ text: String) -> Bool {
        // With the last digit of each number alone it is short, and shows whether all else is right.
        let bytes = Array(text.utf8)
        let ends = bytes.indices.filter { index in
            digit(bytes[index]) == nil || index + 1 == bytes.count || digit(bytes[index + 1]) == nil
        }
        return parse(text) == nil && parse(String(decoding: ends.map { bytes[$0] }, as: UTF8.self)) != nil
    }

    /// The shortest text that `parse` reads back: `"1h30m"`, `"0s"`. Fractions of a second are left out.
    public static func format(_ duration: Duration) -> String {
        var seconds = max(0, duration.components.seconds)
        if seconds == 0 { return "0s" }
        var text = ""
        for unit in units where seconds >= unit.seconds {
            text += "\(seconds / unit.seconds)\(Character(Unicode.Scalar(unit.letter)))"
            seconds %= unit.seconds
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}

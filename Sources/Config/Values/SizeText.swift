/// Sizes as feeds.toml writes them: `"16MiB"`, `"500kB"`, `"1GiB"`, `"1024"`; KiB is 1024 bytes, kB is 1000.
enum SizeText {
    private static let units: [(name: String, bytes: Int)] = [
        ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000),
        ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1000), ("B", 1),
    ]

    /// A whole number, a unit or none, at most one space between; may be zero. Units in any case.
    /// - Returns: the bytes, or nil for anything else and for what exceeds `Int`.
    static func parse(_ text: some StringProtocol) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        var name = text[digits.endIndex...]
        if name.isEmpty { return number }
        if name.first == " " { name = name.dropFirst() }
        guard let unit = units.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.bytes)
        return overflow ? nil : bytes
    }

    /// The text with the fewest digits that `parse` reads back exactly: `"16MiB"`, `"500kB"`, `"1B"`.
    static func format(_ bytes: Int) -> String {
        let fitting = units.filter { bytes != 0 && bytes.isMultiple(of: $0.bytes) }
        guard let best = fitting.max(by: { $0.bytes < $1.bytes }) else { return "\(bytes)B" }
        return "\(bytes / best.bytes)\(best.name)"
    }
}

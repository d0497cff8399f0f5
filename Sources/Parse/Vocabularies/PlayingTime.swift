import Bytes

/// Lengths of time as feeds write them.
enum PlayingTime {
    /// `3723`, `62:03`, `1:02:03`, `00:01:02.500`, `1h 2m 3s`, `62 min`, `PT1H2M3S`: seconds; nil for anything else.
    static func seconds(_ text: String) -> Double? {
        var total = 0.0
        let text = text.trimmed
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.count <= 3, text.utf8.count <= 64 else { return nil }
        for part in parts {
            guard let value = number(Substring(part)) else { return parts.count == 1 ? inUnits(text) : nil }
            total = total * 60 + value
        }
        return total
    }

    /// The same of a whole: 0 is said where the length is not known.
    static func length(_ text: String) -> Double? { length(seconds(text)) }

    static func length(_ seconds: Double?) -> Double? { seconds.flatMap { $0 > 0 ? $0 : nil } }

    private static func number(_ text: Substring) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0, value < 1e9 else { return nil }
        return value
    }

    /// Numbers, each with its unit, from the largest unit to the smallest.
    private static func inUnits(_ text: String) -> Double? {
        var rest = Substring(text.lowercased())
        // ISO 8601: days are between P and T.
        if rest.first == "p" { rest = Substring(rest.dropFirst().filter { $0 != "t" }) }
        var total = 0.0
        var last = Double.infinity
        while true {
            rest = rest.drop { $0 == " " || $0 == "," || $0 == "\u{A0}" }
            if rest.isEmpty { return last < .infinity ? total : nil }
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            guard let value = number(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " || $0 == "\u{A0}" }
            let name = rest.prefix { $0.isLetter || $0 == "." }
            guard let unit = units[name.filter { $0 != "." }], unit < last else { return nil }
            rest = rest.dropFirst(name.count)
            total += value * unit
            last = unit
        }
    }

    private static let units: [String: Double] = [
        "d": 86400, "day": 86400, "days": 86400,
        "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600, "stunden": 3600,
        "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60,
        "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sek": 1, "sekunden": 1,
    ]
}

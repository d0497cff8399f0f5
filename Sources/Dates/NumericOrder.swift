/// The order in which a publisher writes day and month as numbers.
package enum NumericOrder: Sendable {
    case dayFirst, monthFirst

    /// What people who write in a language do; nil where it is not the same for all of them.
    package init?(language: String?) {
        guard let language else { return nil }
        let parts = language.lowercased().split { $0 == "-" || $0 == "_" }
        guard let first = parts.first, first.count == 2 || first.count == 3 else { return nil }
        let isAmerican = parts.dropFirst().contains("us")
        switch first {
        case "en":
            guard parts.count > 1, !parts.contains("ca"), !parts.contains("ph") else { return nil }
            self = isAmerican ? .monthFirst : .dayFirst
        // The year comes first there, and what is left of it is anybody's guess.
        case "zh", "ja", "ko", "hu", "lt", "mn", "fil", "tl", "sw": return nil
        default:
            if isAmerican { return nil }
            self = .dayFirst
        }
    }
}

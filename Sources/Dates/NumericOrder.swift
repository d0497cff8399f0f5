/// The order in which a publisher writes day and month as numbers. `yearFirst` tells of numbers of two digits alone: where the
/// year is seen to be last, it says nothing.
package enum NumericOrder: Sendable {
    case dayFirst, monthFirst, yearFirst

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
        case "zh", "ja", "ko", "hu", "lt", "mn": self = .yearFirst
        case "fil", "tl", "sw": return nil
        default:
            if isAmerican { return nil }
            self = .dayFirst
        }
    }
}

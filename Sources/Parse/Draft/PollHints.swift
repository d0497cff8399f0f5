/// `sy:updatePeriod`: <https://web.resource.org/rss/1.0/modules/syndication/>.
enum UpdatePeriod {
    /// Seconds; nil for an unknown word.
    static func seconds(_ word: String) -> Int? {
        switch word.lowercased() {
        case "hourly": 3_600
        case "daily": 86_400
        case "weekly": 604_800
        case "monthly": 2_592_000
        case "yearly": 31_536_000
        default: nil
        }
    }
}

/// Days of the week as `skipDays` names them.
enum Weekday {
    private static let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// The English name in full for a name in any case, or for its first three letters.
    static func name(_ text: String) -> String? {
        let start = text.lowercased().prefix(3)
        return start.count == 3 ? names.first { $0.lowercased().hasPrefix(start) } : nil
    }
}

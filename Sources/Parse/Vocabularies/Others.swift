import Markup
import Model

/// Small vocabularies: FeedBurner, Pheedo, Well-Formed Web, Syndication, Creative Commons.
extension XMLFeedReader {
    func otherRole(
        _ space: Space, _ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame
    ) -> Role {
        switch (space, tag) {
        case (.feedBurner, .origlink), (.pheedo, .origlink): return .value(.originalLink)
        case (.feedBurner, .origenclosurelink): return .value(.originalEnclosure)
        case (.wellFormedWeb, .commentrss): return .value(.commentFeed)
        case (.syndication, .updateperiod): return .value(.updatePeriod)
        case (.syndication, .updatefrequency): return .value(.updateFrequency)
        case (.license, .license):
            if let license = scopes[frame.scope].address(attributes["resource"]) {
                if drafts[frame.owner.rawValue].license == nil { drafts[frame.owner.rawValue].license = license }
                return .ignored
            }
            return .value(.license)
        default: return .ignored
        }
    }
}

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

import Bytes
import XML
import Model

/// Small vocabularies: FeedBurner, Pheedo, Well-Formed Web, Slash, Threading (RFC 4685), Syndication, Creative Commons.
extension XMLFeedReader {
    func otherRole(
        _ space: Space, _ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame
    ) -> Role {
        switch (space, tag) {
        case (.feedBurner, .origlink), (.pheedo, .origlink): return .value(.originalLink)
        case (.feedBurner, .origenclosurelink): return .value(.originalEnclosure)
        case (.wellFormedWeb, .commentrss): return .value(.commentFeed)
        case (.wellFormedWeb, .comment): return .value(.commentAPI)
        case (.slash, .comments), (.thread, .total): return .value(.commentsCount)
        case (.slash, .section): return .value(.section)
        case (.thread, .inreplyto):
            addReply(attributes, frame)
            return .ignored
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

extension XMLFeedReader {
    /// The entry that this one answers; where it has no address of its own, its id may be one.
    private func addReply(_ attributes: XMLAttributes, _ frame: Frame) {
        guard frame.owner == .item, let href = attributes["href"].nonEmpty ?? attributes["ref"].nonEmpty else { return }
        addLink(rel: "in-reply-to", href, type: attributes["type"].nonEmpty, frame)
    }
}

import Bytes
import Config
import Foundation
import Store

/// What `/articles` is asked for.
struct ArticleQuery: Hashable {
    /// Articles with a higher number; 0: from the oldest on.
    var after: Int64 = 0
    var limit = 100
    /// Of any of these; empty: of all feeds.
    var feeds: [String] = []
    /// With any of these; empty: whatever their tags.
    var tags: [String] = []
    /// The best matches for these words, and no pages.
    var terms: SearchTerms?
    /// How long to wait where there are none yet.
    var wait = Duration.zero

    static let longestWait = Duration.seconds(600)

    struct Fault: Error, Equatable {
        let reason: String
    }

    init() {}

    /// - Parameter parameters: of the address, decoded.
    init(_ parameters: [(name: String, value: String)]) throws(Fault) {
        var seen: Set<String> = []
        for (name, value) in parameters {
            if name != "feed", name != "tag", !seen.insert(name).inserted {
                throw Fault(reason: "'\(name)' is there twice")
            }
            switch name {
            case "feed": feeds.append(value)
            case "tag": tags.append(value)
            case "after":
                guard let number = Self.number(value) else { throw Fault(reason: "'after' is a number from 0 on") }
                after = number
            case "limit":
                guard let number = Self.number(value), (1...1_000).contains(number) else {
                    throw Fault(reason: "'limit' is a number from 1 to 1000")
                }
                limit = Int(number)
            case "wait":
                guard let duration = DurationText.parse(value), duration <= Self.longestWait else {
                    throw Fault(reason: "'wait' is a duration of at most 10 minutes, such as 30s")
                }
                wait = duration
            case "q":
                guard let terms = SearchTerms(value) else { throw Fault(reason: "'q' has no word to look for") }
                self.terms = terms
            default:
                throw Fault(reason: "there is no '\(name)'; it takes after, limit, feed, tag, wait and q")
            }
        }
        if terms != nil, !seen.isDisjoint(with: ["after", "wait"]) {
            throw Fault(reason: "'q' gives the best matches, not pages: it excludes 'after' and 'wait'")
        }
    }

    private static func number(_ text: String) -> Int64? {
        text.utf8.allSatisfy(\.isASCIIDigit) ? Int64(text) : nil
    }

    /// The path, without its slash, and the parameters that say the same, from a place on.
    func path(after seq: Int64) -> String {
        var path = "articles?after=\(seq)&limit=\(limit)"
        for feed in feeds { path += "&feed=\(PathSegment.encoded(feed))" }
        for tag in tags { path += "&tag=\(PathSegment.encoded(tag))" }
        if wait > .zero { path += "&wait=\(DurationText.format(wait))" }
        return path
    }
}

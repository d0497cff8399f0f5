public import Config
import Foundation
package import Schedule

// What goes over the control socket as JSON, in the words of both ends.

/// What came of a reload.
public struct ReloadAnswer: Codable, Sendable {
    public var feeds = 0
    /// Settings that changed and that only a restart applies: `spool.path`.
    public var needRestart: [String] = []
    /// Why the old configuration stays in force; the faults of the file, or a sentence where there is another reason.
    public var faults: [FaultReport] = []
    public var error: String?

    package init() {}

    public var isLoaded: Bool { faults.isEmpty && error == nil }
}

/// A fault of feeds.toml.
public struct FaultReport: Codable, Sendable {
    public let file: String
    public let line: Int
    public let column: Int
    public let reason: String
    /// Two lines for people: the source and a caret.
    public let excerpt: String

    public init(_ fault: Fault) {
        (file, line, column, reason) = (fault.file, fault.line, fault.column, fault.reason)
        excerpt = fault.excerpt
    }

    public var description: String { "\(file):\(line):\(column): \(reason)" }
}

/// Which feeds to poll now; nil: all.
struct PollQuestion: Codable {
    var names: [String]?
}

/// What came of asking for polls.
public struct PollAnswer: Codable, Sendable {
    /// All that there are.
    public var feeds: Int
    /// Polls that begin now, or as soon as there is a place.
    public var asked = 0
    public var heldBack: [HeldBack] = []
    /// Names that no feed has; then nothing is polled.
    public var unknown: [Unknown] = []

    public struct HeldBack: Codable, Sendable {
        public let name: String
        /// Half a sentence.
        public let reason: String

        package init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }
    }

    public struct Unknown: Codable, Sendable {
        public let name: String
        public let didYouMean: String?

        package init(name: String, didYouMean: String?) { (self.name, self.didYouMean) = (name, didYouMean) }
    }

    package init(feeds: Int) { self.feeds = feeds }
}

/// The retired (410) feed that is to be polled again.
struct RevivalQuestion: Codable, Sendable {
    var name: String
}

struct RevivalAnswer: Codable, Sendable {
    /// There was such a feed.
    var revived: Bool
}

extension PollAnswer.HeldBack {
    package init(name: String, _ timing: FeedTiming) {
        self.name = name
        switch timing.why {
        case .gone: reason = "it is gone (410); `newspool add` with its URL, or an edit of its table, brings it back"
        case .push: reason = "its documents are brought to it, by `newspool ingest`"
        case .disabled: reason = "it is switched off in feeds.toml"
        default:
            let until = (timing.retryAfterUntil ?? timing.nextPoll).map { " until \($0.formatted(.iso8601))" } ?? ""
            reason = "its server asked to be left alone\(until) (Retry-After)"
        }
    }
}

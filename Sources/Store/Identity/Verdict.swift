public import Model

/// What the rules of identity say of one entry of a document.
public enum Verdict: Sendable, Equatable {
    /// Never seen: to be delivered.
    case new(NewArticle)
    /// Known, and changed: to be delivered again, as the next revision.
    case updated(NewArticle)
    /// Seen before, or another spelling of what was.
    case known
    /// Another feed brought it first.
    case duplicate
    /// Not seen before, but not to be delivered: it was there at the feed's first fetch. From now on it is known.
    case seeded

    /// What is to be delivered, if anything is.
    public var article: NewArticle? {
        switch self {
        case .new(let article), .updated(let article): article
        case .known, .duplicate, .seeded: nil
        }
    }
}

/// An article that is about to be delivered.
public struct NewArticle: Sendable, Equatable {
    public var id: ItemID
    /// 1, or more for an update.
    public var revision: Int
    /// Names of other feeds that brought it too.
    public var alsoIn: [String]
    /// Older than everything in the feed's last document.
    public var isBackfill: Bool
}

/// How the rules are set for a feed.
public struct IdentityPolicy: Sendable, Equatable {
    public enum Scope: Sendable {
        case all, feed
    }

    public enum Updates: Sendable {
        case ignore, emit
    }

    public enum FirstFetch: Sendable, Equatable {
        case all, latest(Int), seed
    }

    public var scope: Scope
    public var updates: Updates
    public var firstFetch: FirstFetch

    public init(scope: Scope = .all, updates: Updates = .ignore, firstFetch: FirstFetch = .all) {
        (self.scope, self.updates, self.firstFetch) = (scope, updates, firstFetch)
    }
}

/// A document held against what is known: a verdict for each entry, and what the commit will write.
public struct Examination: Sendable {
    /// In the order of the entries.
    public let verdicts: [Verdict]
    let policy: IdentityPolicy
    let changes: [Change]
    /// The oldest date in the document, in seconds since 1970.
    let oldest: Int64?

    enum Change: Sendable {
        /// A row for entry `index`; `item` is another feed's where that one was first.
        case insert(index: Int, keys: DocumentKeys.Entry, item: ItemID, content: Int64, first: Int64?)
        /// The row's keys and the day it was last shown.
        case refresh(row: Int64, keys: DocumentKeys.Entry)
        /// Entry `index` is the row's next revision.
        case revise(index: Int, row: Int64, revision: Int, content: Int64)
    }
}

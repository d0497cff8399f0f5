/// What feeds.toml says about identity: `[dedupe] scope`, `updates` and `first_fetch`, as they hold for one feed.
public struct IdentityPolicy: Sendable, Equatable {
    public enum Scope: Sendable {
        /// One article for one canonical URL, whichever feeds bring it.
        case all
        /// Feeds know nothing of each other.
        case feed
    }

    public enum Updates: Sendable {
        case ignore
        /// A changed entry is a new revision.
        case emit
    }

    /// What a feed's first document delivers; the rest is remembered as seen.
    public enum FirstFetch: Sendable, Equatable {
        case all
        /// The newest by date; by the document's order where an entry has no date.
        case latest(Int)
        case seed
    }

    public var scope: Scope
    public var updates: Updates
    public var firstFetch: FirstFetch

    public init(scope: Scope = .all, updates: Updates = .ignore, firstFetch: FirstFetch = .all) {
        (self.scope, self.updates, self.firstFetch) = (scope, updates, firstFetch)
    }
}

extension IdentityPolicy.FirstFetch {
    /// The indices of the entries of a first document that are delivered.
    func delivered(_ entries: [EntryKeys]) -> Set<Int> {
        let distinct = entries.indices.filter { !entries[$0].isRepeat }
        switch self {
        case .all: return Set(distinct)
        case .seed: return []
        case .latest(let count):
            guard distinct.allSatisfy({ entries[$0].published != nil }) else {
                return Set(distinct.prefix(max(0, count)))
            }
            let newestFirst = distinct.sorted {
                let (left, right) = (entries[$0].published ?? 0, entries[$1].published ?? 0)
                return left == right ? $0 < $1 : left > right
            }
            return Set(newestFirst.prefix(max(0, count)))
        }
    }
}

import Bytes
public import FoundationEssentials

/// What a node does.
public enum NodeRole: String, CaseIterable, Sendable {
    case poll, spool, webhook
}

/// All processes that share a store, at one moment.
public struct Cluster: Sendable, Equatable {
    /// By name; those that left or died as well, until they are forgotten.
    public var nodes: [Node]
    public var shards: [Shard]
    /// The digest of the feeds.toml that all have to have; nil: none was published yet.
    public var configuration: [UInt8]?
    /// Counts what was published.
    public var generation: Int64
    /// Who published it last.
    public var publisher: String?
    public var signal: NodeSignal

    /// Shards whose feeds a node subscribes at hubs though others poll them: those of nodes that hubs do not reach. The first of
    /// those that they do reach has all of them.
    /// - Parameter process: the node's.
    package func shardsPushed(to process: [UInt8]?) -> Set<Int> {
        let alive = nodes.filter(\.isAlive)
        guard let process, alive.first(where: \.report.takesPushes)?.process == process else { return [] }
        let others = Set(alive.filter { !$0.report.takesPushes }.map(\.process))
        return Set(
            shards.filter { Shard.feeds.contains($0.number) && $0.holder.map(others.contains) ?? false }.map(\.number))
    }

    package init(
        nodes: [Node], shards: [Shard], configuration: [UInt8]?, generation: Int64, publisher: String?,
        signal: NodeSignal
    ) {
        (self.nodes, self.shards, self.configuration) = (nodes, shards, configuration)
        (self.generation, self.publisher, self.signal) = (generation, publisher, signal)
    }
}

/// A process that works on a shared store.
public struct Node: Sendable, Equatable {
    public var name: String
    /// Of its present life; another one after each start.
    public var process: [UInt8]
    public var version: String
    public var started: Date
    /// Seconds for which its row is still valid; 0 or less: it has run out.
    public var leaseSeconds: Double
    /// Seconds since it was last there.
    public var silentSeconds: Double
    /// It ended as it should.
    public var hasLeft: Bool
    /// Articles that its spool lacked when it was last there, or lacks now where it is not; nil: it has none.
    public var spoolLag: Int64?
    public var report: NodeReport

    public var isAlive: Bool { leaseSeconds > 0 && !hasLeft }

    package init(
        name: String, process: [UInt8], version: String, started: Date, leaseSeconds: Double, silentSeconds: Double,
        hasLeft: Bool, spoolLag: Int64?, report: NodeReport
    ) {
        (self.name, self.process, self.version, self.started) = (name, process, version, started)
        (self.leaseSeconds, self.silentSeconds, self.hasLeft) = (leaseSeconds, silentSeconds, hasLeft)
        (self.spoolLag, self.report) = (spoolLag, report)
    }
}

/// What a node says of itself.
public struct NodeReport: Sendable, Equatable {
    public var roles: Set<NodeRole>
    /// The digest of its feeds.toml, less what is a node's own.
    public var configuration: [UInt8]
    /// It takes shards now.
    public var isTaking: Bool
    public var feeds = 0
    public var pollsPerMinute = 0.0
    /// The last `seq` of its journal; nil: it has no spool.
    public var spooled: Int64?
    /// Hubs reach it.
    public var takesPushes = false

    public init(roles: Set<NodeRole>, configuration: [UInt8], isTaking: Bool) {
        (self.roles, self.configuration, self.isTaking) = (roles, configuration, isTaking)
    }
}

/// A part of the work.
public struct Shard: Sendable, Equatable {
    /// Shards of feeds, and after them those of webhooks.
    public static let feeds = 0..<256, webhooks = 256..<272

    public var number: Int
    /// The process that has it, as far as its row is valid.
    public var holder: [UInt8]?
    public var token: Int64

    package init(number: Int, holder: [UInt8]?, token: Int64) {
        (self.number, self.holder, self.token) = (number, holder, token)
    }

    /// The same on all nodes and for all versions.
    public static func ofFeeds(at host: String) -> Int { number(host, within: feeds) }

    public static func ofWebhook(_ name: String) -> Int {
        number(name, within: webhooks)
    }

    private static func number(_ text: String, within range: Range<Int>) -> Int {
        range.lowerBound + Int(FNV1a.of(text.utf8).avalanched % UInt64(range.count))
    }
}

/// A shard that this process holds.
public struct Lease: Sendable, Hashable {
    /// For how long a row is valid after it was renewed.
    public static let seconds = 10.0

    public let shard: Int
    public let token: Int64

    public init(shard: Int, token: Int64) { (self.shard, self.token) = (shard, token) }
}

/// Whether there is anything to look at.
public struct NodeSignal: Sendable, Equatable {
    /// The last number given to an article.
    public var seq: Int64
    /// Counts what nodes want others to look at: shards given back, feeds moved, another feeds.toml.
    public var changes: Int64

    package init(seq: Int64, changes: Int64) { (self.seq, self.changes) = (seq, changes) }
}

public enum Joining: Sendable, Equatable {
    case joined
    /// Another process has the name, for these seconds more unless it renews its row.
    case taken(seconds: Double)
}

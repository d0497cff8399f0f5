public import Foundation
import Store

extension StatusReport {
    /// A machine that shares the store with others.
    public struct NodePart: Codable, Sendable {
        public enum State: String, Codable, Sendable {
            /// `missing`: it has ended without a word. `left`: it was stopped. `differs`: its feeds.toml is not that of the others.
            case ok, differs, missing, left
        }

        public var name: String
        public var state: State
        public var version: String
        public var roles: [String]
        public var shards: Int
        public var feeds: Int
        public var pollsPerMinute: Double
        public var started: Date
        public var seen: Date
        /// Until others may take what it has.
        public var leaseSeconds: Double
        /// Articles that its spool does not have yet; absent where it has none.
        public var spoolLag: Int?
    }

    /// What all is kept in.
    public struct StorePart: Codable, Sendable {
        /// A file, or the URL of a database, without a password.
        public var location: String
        /// The database does not answer.
        public var isAway: Bool
        /// How often the nodes' feeds.toml was published, and who did it last; absent where one process has the store alone.
        var generation: Int?
        var publishedBy: String?
    }

    /// Of the nodes, by name; nil where one process has the store alone.
    static func nodes(_ cluster: Cluster?, now: Date) -> [NodePart]? {
        cluster.map { cluster in
            cluster.nodes.map { node in
                let differs = cluster.configuration.map { $0 != node.report.configuration } ?? false
                let isOK = node.isAlive
                return NodePart(
                    name: node.name, state: node.hasLeft ? .left : !isOK ? .missing : differs ? .differs : .ok,
                    version: node.version, roles: NodeRole.allCases.filter(node.report.roles.contains).map(\.rawValue),
                    shards: isOK
                        ? cluster.shards.count { $0.holder == node.process && Shard.feeds.contains($0.number) } : 0,
                    feeds: isOK ? node.report.feeds : 0, pollsPerMinute: isOK ? node.report.pollsPerMinute : 0,
                    started: node.started, seen: now - node.silentSeconds, leaseSeconds: max(0, node.leaseSeconds),
                    spoolLag: node.spoolLag.map { Int($0) })
            }
        }
    }

    static func problems(of nodes: [NodePart]) -> [Problem] {
        nodes.compactMap { node in
            switch node.state {
            case .ok, .left: nil
            case .missing:
                Problem(
                    subject: .node, name: node.name, state: .stopped,
                    reason: "it has ended without a word, and others poll its feeds")
            case .differs:
                Problem(
                    subject: .node, name: node.name, state: .failing,
                    reason: "its feeds.toml differs from that of the others, so it takes no more feeds")
            }
        }
    }
}

package import Config
package import Model

/// The kinds of sinks that there are, in the order in which they are opened.
package struct SinkKinds: Sendable {
    package static let standard = SinkKinds([SpoolSink.self, WebhookSink.self, SearchSink.self])

    package let all: [any Sink.Type]

    /// - Parameter all: each has a name of its own.
    package init(_ all: [any Sink.Type]) { self.all = all }

    /// Without those that this machine does not have.
    package func without(_ kinds: [any Sink.Type]) -> SinkKinds {
        SinkKinds(all.filter { kind in !kinds.contains { $0.kind == kind.kind } })
    }

    package func kind(of sink: SinkName) -> (any Sink.Type)? { all.first { $0.kind == sink.kind } }

    /// All sinks that the configuration has a table for.
    package func names(in configuration: Configuration) -> [SinkName] {
        all.flatMap { kind in kind.names(in: configuration).map { SinkName(kind: kind.kind, name: $0) } }
    }

    /// Whose queue an article is put into when it is committed.
    package func subscriptions(in configuration: Configuration) -> [Subscription] {
        all.flatMap { $0.subscriptions(in: configuration) }
    }
}

/// Which sink is meant, in what is asked of all of them.
package struct SinkName: Hashable, Codable, Sendable {
    package let kind: String
    /// That of its table.
    package let name: String

    package init(kind: String, name: String) { (self.kind, self.name) = (kind, name) }

    /// Articles' files and the journal.
    package static let spool = SinkName(kind: SpoolSink.kind, name: "spool")
    package static func webhook(_ name: String) -> SinkName { SinkName(kind: WebhookSink.kind, name: name) }
}

extension SinkName: CustomStringConvertible {
    package var description: String { "\(kind) '\(name)'" }
}

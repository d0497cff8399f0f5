import Config
import Foundation
import Glibc
public import Settings

/// Looks at all that newspool depends on: one look after the other, none changes anything.
public struct Doctor: Sendable {
    private let source: ConfigurationSource

    private let ask: @Sendable (_ state: String) -> DaemonAnswer

    /// - Parameter ask: asks the daemon of a state directory whether it is ready.
    public init(source: ConfigurationSource, ask: @escaping @Sendable (_ state: String) -> DaemonAnswer) {
        (self.source, self.ask) = (source, ask)
    }

    /// In the order of the report.
    public func examine() -> [Checkup] {
        let now = Date()
        var checkups: [Checkup] = []
        do throws(UnusableConfiguration) {
            let configuration = try source.read()
            let feeds = configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"
            checkups.append(.ok("configuration", "\(source.path): \(feeds), no faults"))
            checkups += look(at: configuration, now: now)
        } catch {
            let more = error.lines.count > 1 ? ", and \(error.lines.count - 1) more" : ""
            checkups.append(
                .fail(
                    "configuration", (error.lines.first ?? "\(error)") + more, "newspool check shows each with its line"
                ))
            // A faulty file still says where the state is, and the rest of the machine can be looked at.
            let state = try? source.stateDirectory().path
            checkups.append(MachineChecks.clock(now: now, lastArticle: nil))
            checkups.append(MachineChecks.descriptors(concurrency: Configuration.Daemon().concurrency))
            if let state { checkups += StateChecks(state: state, ask: ask).all }
        }
        return checkups
    }

    private func look(at configuration: Configuration, now: Date) -> [Checkup] {
        let state = StateChecks(state: configuration.daemon.state, ask: ask)
        var checkups = [
            MachineChecks.clock(now: now, lastArticle: state.lastArticle(now: now)),
            MachineChecks.names(configuration), MachineChecks.roots(configuration),
            MachineChecks.descriptors(concurrency: configuration.daemon.concurrency),
        ]
        checkups += DiskChecks.all(state: configuration.daemon.state, spool: configuration.spool.path)
        checkups.append(DiskChecks.secrets(in: configuration, file: source.path))
        return checkups + state.all
    }
}

/// What the running daemon says when it is asked whether it is ready.
public enum DaemonAnswer: Sendable {
    case ready
    /// Its words.
    case notReady(String)
    /// Why there is no answer, a sentence.
    case unreachable(String)
}

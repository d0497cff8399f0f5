public import Config
import Foundation
import Glibc
public import Settings
public import Store

/// Looks at all that newspool depends on: one look after the other, none changes anything.
public struct Doctor: Sendable {
    private let source: ConfigurationSource
    private let environment: [String: String]
    private let version: String

    private let store: @Sendable (Configuration) -> any StoreOpener
    private let ask: @Sendable (Configuration.Daemon) -> DaemonAnswer

    /// - Parameters:
    ///   - environment: of the process.
    ///   - store: where the store of a configuration is.
    ///   - ask: asks the daemon whether it is ready.
    public init(
        source: ConfigurationSource, environment: [String: String], version: String,
        store: @escaping @Sendable (Configuration) -> any StoreOpener,
        ask: @escaping @Sendable (Configuration.Daemon) -> DaemonAnswer
    ) {
        (self.source, self.environment, self.version, self.store, self.ask) = (source, environment, version, store, ask)
    }

    /// In the order of the report.
    public func examine() async -> [Checkup] {
        let now = Date()
        var checkups: [Checkup] = []
        do throws(UnusableConfiguration) {
            let configuration = try source.read()
            let feeds = configuration.feeds.count == 1 ? "1 feed" : "\(configuration.feeds.count) feeds"
            checkups.append(.ok("configuration", "\(source.path): \(feeds), no faults"))
            checkups += await look(at: configuration, now: now)
        } catch {
            let more = error.lines.count > 1 ? ", and \(error.lines.count - 1) more" : ""
            checkups.append(
                .fail(
                    "configuration", (error.lines.first ?? "\(error)") + more, "newspool check shows each with its line"
                ))
            // A faulty file still says where the state is, and the rest of the machine can be looked at.
            checkups.append(MachineChecks.clock(now: now, lastArticle: nil))
            checkups.append(MachineChecks.descriptors(concurrency: Configuration.Daemon().concurrency))
            if let daemon = try? source.daemon().daemon {
                var configuration = Configuration()
                configuration.daemon = daemon
                checkups += stateChecks(configuration, FoundStore(store(configuration))).all
            }
        }
        return checkups
    }

    private func stateChecks(_ configuration: Configuration, _ found: FoundStore) -> StateChecks {
        StateChecks(settings: configuration.daemon, found: found, ask: ask)
    }

    private func look(at configuration: Configuration, now: Date) async -> [Checkup] {
        let service = ServiceChecks(
            configuration: configuration, path: source.path, files: source.namedFiles(),
            unit: ServiceUnit.installed(environment))
        let found = FoundStore(store(configuration))
        let journal = JournalChecks(configuration: configuration, found: found, environment: environment)
        let state = stateChecks(configuration, found)
        var checkups = [
            MachineChecks.clock(now: now, lastArticle: found.lastArticle(now: now)),
            MachineChecks.names(configuration), MachineChecks.roots(configuration),
            MachineChecks.descriptors(concurrency: configuration.daemon.concurrency),
        ]
        checkups += DiskChecks.all(state: configuration.daemon.state, spool: configuration.spool.path)
        checkups.append(DiskChecks.secrets(in: configuration))
        checkups += service.all
        checkups += WallChecks.all(configuration)
        checkups += await HubChecks.all(configuration, version: version)
        checkups += ServerChecks.all(found.server)
        return checkups + [state.store] + journal.all(now: now) + [state.daemon]
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

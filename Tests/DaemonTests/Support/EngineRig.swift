import Config
import Control
import Deliver
import Fetch
import Files
import Foundation
import Intake
import Logging
import Model
import ParserProcess
import Polling
import Schedule
import Settings
import Store
import StoreMemory
import TestSupport

@testable import Daemon
@testable import Deliver

/// The engine with everything but the sinks: a store in memory, a transport of the test's own, and time that is still.
final class EngineRig: Sendable {
    let time = ManualClock()
    let store = MemoryStore()
    let fetching: FakeFetching
    let parser: ParseQueue
    let gauge: OutboxGauge
    let conductor: Conductor
    /// What the sources give where the rig was made with `sources`.
    let script: ScriptedSource
    private let directory: TemporaryDirectory
    private let watch = PollWatch()

    /// - Parameters:
    ///   - feeds: the tables of feeds.toml that follow `[daemon]`'s.
    ///   - document: holds each document on its thread of the parser, before it is read.
    ///   - deadline: of a document, by the test's clock: longer than what tests move it by while a document may be read.
    init(
        _ feeds: String = EngineRig.feed("a"), daemon: String = "", mode: Schedule.Mode = .forever,
        holding document: Hold? = nil, deadline: Duration = .seconds(3_600), sources: [ScriptedSource.Step]? = nil,
        _ reply: @escaping @Sendable (_ request: Request, _ number: Int) -> FakeFetching.Reply = { _, _ in
            .error(.emptyReply)
        }
    ) throws {
        directory = try TemporaryDirectory()
        fetching = FakeFetching(reply)
        let configuration = try Self.configuration(feeds, daemon: daemon, in: directory)
        gauge = OutboxGauge(limit: configuration.spool.maxOutbox)
        let clock = time.clock
        parser = ParseQueue(ParseQueue.Options(threads: 2, deadline: deadline), clock: clock) {
            if let document { HeldParser(document) } else { LocalParser() }
        }
        let executor = QueueExecutor(label: "test.engine")
        var surroundings = PollSurroundings(
            fetching: fetching, store: store, parser: parser, clock: clock, version: "test",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        script = ScriptedSource(sources ?? [])
        if sources != nil { surroundings.sources = { [script] _ in script } }
        conductor = Conductor(
            configuration: configuration, mode: mode,
            surroundings: surroundings,
            executor: executor,
            committer: GroupCommitter(
                store: store, answers: executor.queue, now: time.clock.now, onArticles: {}, onBrokenDisk: { _ in }),
            gauge: gauge, meter: Meter(), notifier: Notifier(environment: [:]), sinks: .standard, seed: 1,
            onProgress: { [watch] in watch.note($0) })
        gauge.onChange { [conductor] _ in Task { await conductor.outboxDidChange() } }
    }

    deinit { parser.stop() }

    static func feed(_ name: String, host: String = "a.example", _ more: String = "") -> String {
        "[[feed]]\nurl = \"https://\(host)/\(name)\"\nname = \"\(name)\"\n\(more)\n"
    }

    func reload(_ feeds: String, daemon: String = "") async throws {
        try await conductor.reload(try Self.configuration(feeds, daemon: daemon, in: directory))
    }

    /// Returns when so many polls have ended in all.
    @discardableResult
    func polls(count: Int) async -> PollTally { await watch.polls(count: count) }

    /// Returns when so many articles are committed in all.
    @discardableResult
    func articles(count: Int) async -> PollTally { await watch.articles(count: count) }

    /// Holds all threads of the parser.
    func occupyParser() async -> (holds: [Hold], tasks: [Task<Int, any Error>]) {
        let holds = [Hold(), Hold()]
        var tasks: [Task<Int, any Error>] = []
        for hold in holds {
            tasks.append(Task { try await parser.run(hold.work) })
            await hold.waitForBegin()
        }
        return (holds, tasks)
    }

    func state(of name: String = "a") throws -> FeedState {
        try store.statuses(now: time.now).first { $0.record.name == name }?.record.state ?? FeedState()
    }

    /// Titles in the order of `seq`.
    func titles() throws -> [String] {
        try store.entries(after: 0, limit: 1_000).map { entry in
            let json = try JSONSerialization.jsonObject(with: Data(entry.json)) as? [String: Any]
            return json?["title"] as? String ?? "?"
        }
    }

    private static func configuration(
        _ feeds: String, daemon: String, in directory: TemporaryDirectory
    ) throws -> Configuration {
        let file = try directory.write(
            "[daemon]\nfirst_fetch = \"all\"\nadaptive = false\ninterval = \"1h\"\n\(daemon)\n"
                + "[spool]\npath = \"spool\"\n\(feeds)", to: "feeds.toml")
        var configuration = try ConfigurationSource(path: file.path, environment: [:]).read()
        configuration.daemon.hostDelay = .zero  // a rule of Schedule's, and tried there
        return configuration
    }
}

import Config
import Control
import Fetch
import Files
import Foundation
import Intake
import Logging
import Model
import ParserProcess
import Schedule
import Settings
import Store
import StoreMemory
import TestSupport

@testable import Daemon
@testable import Deliver

/// A whole daemon but for its process: a store in memory, a transport of the test's own, time that stands still, and the
/// sinks that a test wants.
final class RuntimeRig: Sendable {
    let time: ManualClock
    let store: MemoryStore
    let fetching: FakeFetching
    let fatal = FatalSignal()
    let runtime: Runtime
    let reloader: Reloader
    let lists: ListKeeper
    let list: ListBook
    private let directory: TemporaryDirectory
    private let watch: PollWatch

    /// What the next process would start from.
    struct Leftovers {
        let store: MemoryStore, time: ManualClock, directory: TemporaryDirectory
    }

    var leftovers: Leftovers { Leftovers(store: store, time: time, directory: directory) }

    /// - Parameters:
    ///   - feeds: the tables that follow `[daemon]`'s and `[spool]`'s.
    ///   - before: what a process before this one left.
    init(
        _ feeds: String = RuntimeRig.feed("a"), daemon: String = "", spool: String = "",
        mode: Schedule.Mode = .forever, sinks: [any Sink.Type] = [ListSink.self, WebhookSink.self],
        after before: Leftovers? = nil,
        _ reply: @escaping @Sendable (_ request: Request, _ number: Int) async -> FakeFetching.Reply
    ) async throws {
        directory = try before?.directory ?? TemporaryDirectory()
        (time, store) = (before?.time ?? ManualClock(), before?.store ?? MemoryStore())
        (fetching, watch) = (FakeFetching(reply), PollWatch())
        let file = try Self.write(feeds, daemon: daemon, spool: spool, in: directory)
        let source = ConfigurationSource(path: file, environment: [:])
        let configuration = try source.read()
        list = ListBook.of(configuration)
        let (notifier, logger) = (Notifier(environment: [:]), Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        var parts = RuntimeParts(
            store: OneStore(store: store),
            transport: Transport(fetching: fetching, executor: QueueExecutor(label: "test.transfers")), fatal: fatal,
            notifier: notifier, version: "test", logger: logger)
        (parts.clock, parts.sinks, parts.seed) = (time.clock, SinkKinds(sinks), 1)
        parts.parsing = ParseQueue.Options(threads: 2, deadline: .seconds(30))
        runtime = try await Runtime.open(configuration, parts, mode: mode) { [watch] in watch.note($0) }
        lists = ListKeeper(fetching: fetching, version: "test", clock: time.clock, logger: logger)
        reloader = Reloader(source: source, runtime: runtime, lists: lists, notifier: notifier, logger: logger)
    }

    /// Of a host of its own, so that no feed waits for another.
    static func feed(_ name: String, _ more: String = "") -> String {
        EngineRig.feed(name, host: "\(name).example", more)
    }

    static func webhook(_ name: String, _ more: String = "") -> String {
        "[[webhook]]\nname = \"\(name)\"\nurl = \"https://\(name).example/hook\"\n\(more)\n"
    }

    /// Edits feeds.toml and has it read.
    func reload(_ feeds: String, daemon: String = "", spool: String = "") async throws -> ReloadAnswer {
        _ = try Self.write(feeds, daemon: daemon, spool: spool, in: directory)
        return await reloader.reload(cause: "test")
    }

    func start() async throws {
        try await runtime.start()
    }

    @discardableResult
    func polls(count: Int) async -> PollTally { await watch.polls(count: count) }
    @discardableResult
    func articles(count: Int) async -> PollTally { await watch.articles(count: count) }

    /// The requests for feeds and pages, without those to webhooks.
    var polled: [String] { fetching.requests.filter { $0.method == .get }.map(\.url) }
    /// The bodies that a webhook was sent.
    func posted(to name: String) -> [String] {
        fetching.requests.compactMap { request in
            guard case .post(let body) = request.method, request.url == "https://\(name).example/hook" else {
                return nil
            }
            return String(decoding: body, as: UTF8.self)
        }
    }

    var spool: URL { directory.url.appending(path: "spool") }

    private static func write(
        _ feeds: String, daemon: String, spool: String, in directory: TemporaryDirectory
    ) throws -> String {
        try directory.write(
            "[daemon]\nfirst_fetch = \"all\"\nadaptive = false\ninterval = \"1h\"\n\(daemon)\n"
                + "[spool]\npath = \"spool\"\n\(spool)\n\(feeds)", to: "feeds.toml"
        ).path
    }
}

/// A store that is there already.
private struct OneStore: StoreOpener {
    let store: MemoryStore
    var location: String { store.location }
    func open(for use: StoreUse) throws(StoreError) -> any Store { store }
    func openForReading() throws(StoreError) -> (any StoreReading)? { store }
    func replace() throws(StoreError) -> any StoreReplacement {
        throw .cannotCreate(location: location, reason: "the tests' store stays")
    }
}

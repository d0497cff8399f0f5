import Config
import FlyingFox
import Foundation
import Store

/// Answers what is asked about a running daemon, one question at a time and on a thread of its own: the store's reads block.
actor StatusDesk {
    private let executor = QueueExecutor(label: "newspool.status")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let house: House
    private let reloader: Reloader
    private let store: Store
    private let identity: Identity

    /// What never changes while the daemon runs.
    struct Identity: Sendable {
        let version: String
        let config: String
        let started: Date
    }

    init(house: House, reloader: Reloader, identity: Identity) {
        (self.house, self.reloader, self.identity) = (house, reloader, identity)
        store = house.store
    }

    /// - Throws: `StoreError`, `UnknownFeed`.
    func report(_ query: StatusQuery) async throws -> StatusReport {
        let configuration = await house.configuration
        let (timings, polling) = await house.conductor.timings
        let (answer, loaded) = await (reloader.lastAnswer, reloader.loaded)
        let reader = StatusReader(configuration, store: store)
        var report = try reader.report(query, timings: timings, now: Date())
        report.daemon = StatusReport.DaemonPart(
            version: identity.version, pid: Int(getpid()), started: identity.started, config: identity.config,
            loaded: loaded ?? identity.started,
            faults: (answer?.faults.map(\.description) ?? []) + [answer?.error].compactMap { $0 }, polling: polling)
        return report
    }

    /// `/status.json`, with `?failing=1` and `?feed=NAME`.
    func statusJSON(_ request: HTTPRequest) async -> HTTPResponse {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        let failing = value("failing").map { $0 != "0" } ?? false
        return await answering {
            .json(.ok, try await self.report(StatusQuery(failing: failing, feed: value("feed"))).json)
        }
    }

    /// Turns what a page could not be made for into an answer in words.
    private func answering(_ page: () async throws -> HTTPResponse) async -> HTTPResponse {
        do {
            return try await page()
        } catch let unknown as StatusReader.UnknownFeed {
            let hint = unknown.nearest.map { " (did you mean '\($0)'?)" } ?? ""
            return .words(.notFound, "there is no feed '\(unknown.name)'\(hint)\n")
        } catch {
            return .words(.internalServerError, "\(error)\n")
        }
    }
}

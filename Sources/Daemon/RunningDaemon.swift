import Config
import Control
import Deliver
import Foundation
import Model
import Settings
import Store

/// The running daemon as Control sees it.
struct RunningDaemon: Engine {
    let identity: EngineIdentity
    let runtime: Runtime
    let reloader: Reloader
    let keeper: ListKeeper

    var store: any Store { runtime.store }
    var news: ArticleNews { runtime.news }
    var hubs: (any HubCallbacks)? { runtime.hubs?.receiver }
    var search: (any SearchOpener)? { get async { await runtime.search } }
    var searchTrouble: String? {
        get async { (await runtime.sinks[.search] as? SearchSink)?.trouble }
    }
    var lists: [ListRecord] { get async { await keeper.known } }
    var configuration: Configuration { get async { await runtime.configuration } }
    var loading: ConfigurationLoading {
        get async {
            let (answer, loaded) = await (reloader.lastAnswer, reloader.loaded)
            let faults = (answer?.faults.map(\.description) ?? []) + [answer?.error].compactMap { $0 }
            return ConfigurationLoading(loaded: loaded ?? identity.started, faults: faults)
        }
    }
    var outbox: OutboxCondition {
        get async {
            let reading = await runtime.outbox
            return OutboxCondition(
                isFull: reading.isFull, trouble: reading.trouble, journal: reading.journal,
                isStoreAway: reading.isStoreAway)
        }
    }
    var webhookRests: [String: Date] { get async { await runtime.sinks.rests(of: WebhookSink.kind) } }
    var figures: Meter.Figures { runtime.conductor.meter.figures }

    var polling: Int { get async { await runtime.conductor.polling } }
    var networkAwaySince: Date? { get async { await runtime.conductor.networkAwaySince } }
    func plans(of feeds: ArraySlice<FeedID>) async -> [PlannedPoll?] { await runtime.conductor.plans(of: feeds) }

    func reload(cause: String) async -> ReloadAnswer { await reloader.reload(cause: cause) }
    func poll(_ names: [String]?) async -> PollAnswer { await runtime.poll(names) }
    func ingest(_ document: PushedDocument, for feed: String) async -> IngestAnswer {
        await runtime.ingest(document, for: feed)
    }
    func revive(_ name: String) async -> Bool { await runtime.conductor.revive(name) }

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer { await runtime.replay(question) }
    func retry(_ sink: SinkName) async -> OutboxChange { await runtime.retry(sink) }
    func drop(_ sink: SinkName) async -> OutboxChange { await runtime.drop(sink) }
}

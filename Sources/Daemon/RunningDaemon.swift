import Config
import Control
import Deliver
import Foundation
import Model
import Store

/// The running daemon as Control sees it.
struct RunningDaemon: Engine {
    let identity: EngineIdentity
    let house: House
    let reloader: Reloader

    var store: any Store { house.store }
    var news: ArticleNews { house.news }
    var configuration: Configuration { get async { await house.configuration } }
    var loading: ConfigurationLoading {
        get async {
            let (answer, loaded) = await (reloader.lastAnswer, reloader.loaded)
            let faults = (answer?.faults.map(\.description) ?? []) + [answer?.error].compactMap { $0 }
            return ConfigurationLoading(loaded: loaded ?? identity.started, faults: faults)
        }
    }
    var outbox: OutboxCondition {
        get async {
            let reading = await house.outbox
            return OutboxCondition(isFull: reading.isFull, trouble: reading.trouble)
        }
    }
    var figures: Meter.Figures { house.conductor.meter.figures }

    var polling: Int { get async { await house.conductor.polling } }
    func plans(of feeds: ArraySlice<FeedID>) async -> [PlannedPoll?] { await house.conductor.plans(of: feeds) }

    func reload(cause: String) async -> ReloadAnswer { await reloader.reload(cause: cause) }
    func poll(_ names: [String]?) async -> PollAnswer { await house.conductor.poll(names) }
    func revive(_ name: String) async -> Bool { await house.conductor.revive(name) }

    func replay(_ question: ReplayQuestion) async -> ReplayAnswer { await house.replay(question) }
    func retry(webhook name: String) async -> WebhookChange { await house.retry(webhook: name) }
    func drop(webhook name: String) async -> WebhookChange { await house.drop(webhook: name) }
}

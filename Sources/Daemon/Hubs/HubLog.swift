import Foundation
import Logging
import Model
import Polling
import Settings
import Store
import Synchronization
import WebSub

/// What the log says of hubs: each that does not work once, until it works again, however many feeds name it.
final class HubLog: Sendable {
    private let logger: Logger
    /// Hosts of hubs that do not work, and paths whose pushes were not signed as agreed.
    private let told = Mutex<Set<String>>([])

    init(logger: Logger) { self.logger = logger }

    /// - Parameter before: the feed's subscriptions until now.
    func tell(of name: String?, _ before: [HubSubscription], _ desk: HubDesk, now: Date) {
        guard let current = desk.current else {
            if let gone = before.first(where: { $0.phase == .active }) { debug("hub is left", gone, name) }
            return
        }
        let old = before.first { $0.path == current.path }
        // Where another hub has its turn now, the one before failed.
        let meant = old ?? before.first { $0.phase != .leaving } ?? current
        let host = HostName(of: meant.hub).text
        if current.isServing(now: now) {
            let isBack = told.withLock { $0.remove(host) != nil }
            if isBack {
                logger.notice("hub works again", metadata: facts(current, name))
            } else if old?.since == nil {
                logger.info("hub pushes", metadata: facts(current, name))
            } else if old?.until != current.until {
                debug("hub's lease is renewed", current, name)
            }
        } else if let trouble = current.trouble, current.failures > meant.failures {
            let isNew = told.withLock { $0.insert(host).inserted }
            var facts = facts(meant, name)
            (facts["error"], facts["failures"]) = ("\(trouble)", "\(current.failures)")
            logger.log(
                level: isNew ? .warning : .debug, "hub does not work; its feeds are polled as usual", metadata: facts)
        }
    }

    /// A push that was not signed as agreed.
    func dropped(_ subscription: HubSubscription, _ verdict: HubSignature.Verdict) {
        let isNew = told.withLock { $0.insert(subscription.path).inserted }
        logger.log(
            level: isNew ? .warning : .debug, "a push that is not signed as agreed was dropped",
            metadata: [
                "topic": "\(LoggedURL(subscription.topic))", "hub": "\(LoggedURL(subscription.hub))",
                "signature": "\(verdict.rawValue)",
            ])
    }

    func unread(_ error: StoreError) {
        logger.warning("cannot read the subscriptions at hubs", metadata: ["error": "\(error)"])
    }

    func unsaved(_ error: StoreError) {
        logger.warning("cannot save the subscriptions at hubs", metadata: ["error": "\(error)"])
    }

    private func debug(_ text: Logger.Message, _ subscription: HubSubscription, _ name: String?) {
        logger.debug(text, metadata: facts(subscription, name))
    }

    private func facts(_ subscription: HubSubscription, _ name: String?) -> Logger.Metadata {
        var facts: Logger.Metadata = ["hub": "\(LoggedURL(subscription.hub))"]
        if let name { facts["feed"] = "\(name)" }
        if let until = subscription.until { facts["until"] = "\(until.formatted(.iso8601))" }
        return facts
    }
}

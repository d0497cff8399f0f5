public import Config
import Foundation
import Schedule
public import Store

/// Polls a retired (410) feed again, because its owner has added it a second time.
///
/// Through the daemon where one runs on the state directory; else in the store, and the next start polls the feed.
public struct RetiredFeedRevival: Sendable {
    private let configuration: Configuration
    private let store: any StoreOpener

    public init(_ configuration: Configuration, store: any StoreOpener) {
        (self.configuration, self.store) = (configuration, store)
    }

    /// - Returns: whether the feed was retired; it is polled again then.
    /// - Throws: also where this user may not look into the state directory.
    public func revive(_ feed: Configuration.Feed) throws(ActionError) -> Bool {
        do throws(StoreError) {
            // Looking first creates no directory and takes no lock.
            let statuses = try store.openForReading()?.statuses(now: Date()) ?? []
            let record = statuses.first { $0.record.url == feed.url }?.record
            guard let record, record.state.why == Why.gone.rawValue else { return false }
            try store.open(for: .command).readmit(record.id)
            return true
        } catch .locked {
            return try ask(feed.name, ControlClient(configuration.daemon))
        } catch {
            throw .store(error)
        }
    }

    private func ask(_ name: String, _ client: ControlClient) throws(ActionError) -> Bool {
        do throws(ControlClient.Unreachable) {
            let body = (try? JSONEncoder().encode(RevivalQuestion(name: name))) ?? Data()  // a string always can be
            let answer: RevivalAnswer = try client.decode(try client.post("/revive", body))
            return answer.revived
        } catch {
            throw .unreachable(reason: error.reason)
        }
    }
}

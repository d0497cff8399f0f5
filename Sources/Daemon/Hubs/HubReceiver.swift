import Bytes
import Control
import Files
import Foundation
import Logging
import Model
import Schedule
import Store
import Synchronization
import WebSub

/// Takes what hubs say and send, for the listener: what is signed as agreed goes the way of a poll's document.
struct HubReceiver: HubCallbacks {
    let keeper: HubKeeper
    let conductor: Conductor
    let places: PushPlaces
    let clock: Timekeeper
    let log: HubLog

    /// Hubs do not wait for long; a document that takes longer is read all the same.
    private static let patience = Duration.seconds(5)

    func mayKnow(_ path: String) -> Bool {
        guard path.utf8.count == 32, path.utf8.allSatisfy({ $0.isASCIIDigit || 0x61...0x66 ~= $0 }) else {
            return false
        }
        return keeper.targets.isShared || keeper.targets[path] != nil
    }

    func call(_ path: String, _ query: [(name: String, value: String)]) async -> String? {
        guard let call = HubCall(query) else { return nil }
        return await keeper.call(path, call)
    }

    func take(_ push: HubPush, at path: String) async -> HubReceipt {
        guard let subscription = await keeper.subscription(at: path) else { return .unknown }
        let verdict = HubSignature.verdict(push.signatures, over: push.body, secret: subscription.secret)
        guard verdict == .right else {
            conductor.meter.count(verdict == .missing ? .unsigned : .misSigned)
            log.dropped(subscription, verdict)
            return .done
        }
        let (feed, bytes) = (subscription.feed, push.body.count)
        guard places.enter(feed, bytes: bytes) else {
            conductor.meter.count(.putOff)
            return .busy
        }
        let document = PushedDocument(bytes: push.body, contentType: push.believableType)
        let now = clock.now()
        let reading = Task { [conductor, places, keeper] in
            let until = keeper.targets.servedUntil(feed)
            var receipt = await conductor.receive(document, of: feed, until: until)
            if receipt == nil {
                receipt = await keeper.passOn(document, of: feed, until: until ?? subscription.until ?? now)
            }
            places.leave(feed, bytes: bytes)
            conductor.meter.count(receipt ?? .putOff)
            return receipt ?? .putOff
        }
        let receipt = await Self.value(of: reading, within: Self.patience, clock)
        return receipt == .putOff ? .busy : .done
    }

    /// What a task gives; nil where it takes longer, and goes on.
    private static func value<Value: Sendable>(
        of task: Task<Value, Never>, within time: Duration, _ clock: Timekeeper
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let waiting = Waiting(continuation)
            let sleeper = Task {
                await clock.sleep(time)
                waiting.resume(nil)
            }
            Task {
                waiting.resume(await task.value)
                sleeper.cancel()
            }
        }
    }
}

/// Goes on with what comes first.
private final class Waiting<Value: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

    init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

    func resume(_ value: Value?) {
        let first = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        first?.resume(returning: value)
    }
}

extension HubPush {
    /// Without a charset where the document names its own: hubs often send one that no one set.
    fileprivate var believableType: String? {
        let head = body.prefix(256)
        let isDeclared =
            head.starts(with: [0xEF, 0xBB, 0xBF]) || String(decoding: head, as: UTF8.self).contains("encoding=")
        return isDeclared ? contentType?.split(separator: ";").first.map(String.init) : contentType
    }
}

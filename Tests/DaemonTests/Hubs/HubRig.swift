import Crypto
import Fetch
import Foundation
import Model
import Store
import StoreMemory
import Synchronization
import TestSupport

@testable import Control
@testable import Daemon

/// A daemon with a publisher and its hubs, all of the test's own.
final class HubRig: Sendable {
    let rig: RuntimeRig
    private let world: World

    var time: ManualClock { rig.time }
    var receiver: HubReceiver { rig.runtime.hubs!.receiver }

    /// What the publisher and the hubs answer.
    final class World: Sendable {
        struct State {
            var ids = ["1"]
            var head =
                "<atom:link rel='hub' href='https://h.example/hub'/><atom:link rel='self' href='https://a.example/topic'/>"
            var fields = ""
            /// Of hubs, by URL.
            var answers: [String: FakeFetching.Reply] = [:]
        }

        let state = Mutex(State())

        func document(_ ids: [String]? = nil) -> [UInt8] {
            let text = state.withLock {
                FeedText.rss(ids ?? $0.ids).replacing("<title>A feed", with: "\($0.head)<title>A feed")
            }
            return Array(text.replacing("<rss", with: "<rss xmlns:atom='http://www.w3.org/2005/Atom'").utf8)
        }
    }

    static let websub = "[websub]\ncallback = \"https://me.example/hub\"\nlisten = \"127.0.0.1:8781\"\n"

    init(
        _ feeds: String = RuntimeRig.feed("a"), table: String = HubRig.websub, after before: HubRig? = nil,
        _ change: (inout World.State) -> Void = { _ in }
    ) async throws {
        let world = before?.world ?? World()
        world.state.withLock { change(&$0) }
        self.world = world
        rig = try await RuntimeRig(table + feeds, after: before?.rig.leftovers) { request, _ in
            guard request.method == .get else {
                return world.state.withLock { $0.answers[request.url] } ?? .response(.status(202))
            }
            return .response(
                Response(
                    status: 200, finalURL: request.url, headers: HeaderFields(world.state.withLock(\.fields)),
                    body: world.document()))
        }
        try await rig.start()
        await rig.runtime.hubs?.begin()
    }

    func change(_ body: (inout World.State) -> Void) { world.state.withLock { body(&$0) } }

    func document(_ ids: [String]) -> [UInt8] { world.document(ids) }

    /// What hubs were asked so far, once it is so often.
    func errands(count: Int) async -> [Errand] {
        var seen = 0
        while true {
            let requests = await rig.fetching.requests(count: seen)
            let errands = requests.compactMap(Errand.init)
            if errands.count >= count { return errands }
            seen = requests.count + 1
        }
    }

    /// The last thing that a hub was asked for this path, once there is one.
    func errand(at path: String) async -> Errand {
        var seen = 0
        while true {
            let errands = await errands(count: seen + 1)
            if let errand = errands.last(where: { $0.path == path }) { return errand }
            seen = errands.count
        }
    }

    struct Errand: Sendable {
        let url: String
        let fields: [String: String]

        init?(_ request: Request) {
            guard case .post(let body) = request.method else { return nil }
            var form = URLComponents()
            form.percentEncodedQuery = String(decoding: body, as: UTF8.self)
            url = request.url
            fields = Dictionary((form.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { first, _ in first }
        }

        var path: String { String((fields["hub.callback"] ?? "").suffix(32)) }
    }

    /// The hub calls back.
    func call(_ errand: Errand, _ mode: String? = nil, topic: String? = nil, lease: Int = 86_400) async -> String? {
        await receiver.call(
            errand.path,
            [
                ("hub.mode", mode ?? errand.fields["hub.mode"] ?? ""),
                ("hub.topic", topic ?? errand.fields["hub.topic"] ?? ""),
                ("hub.challenge", "c"), ("hub.lease_seconds", "\(lease)"),
            ])
    }

    /// The hub sends a document, signed as agreed unless `signature` says otherwise.
    func push(_ errand: Errand, _ body: [UInt8], signature: String? = nil, type: String = "application/rss+xml") async
        -> HubReceipt
    {
        let key = SymmetricKey(data: Array((errand.fields["hub.secret"] ?? "").utf8))
        let code = HMAC<SHA256>.authenticationCode(for: body, using: key)
        let own = "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return await receiver.take(
            HubPush(body: body, contentType: type, signatures: [signature ?? own].filter { !$0.isEmpty }),
            at: errand.path)
    }

    /// One whose hub has called back.
    static func subscribed(
        _ change: (inout World.State) -> Void = { _ in }
    ) async throws -> (rig: HubRig, errand: Errand) {
        let rig = try await HubRig(RuntimeRig.feed("a"), change)
        let errand = await rig.errands(count: 1)[0]
        guard await rig.call(errand) == "c" else { throw CocoaError(.featureUnsupported) }
        return (rig, errand)
    }

    func subscriptions() throws -> [HubSubscription] { try rig.store.hubSubscriptions(at: nil) }

    func state() throws -> FeedState {
        try rig.store.statuses(now: time.now).first?.record.state ?? FeedState()
    }

    func titles() throws -> [String] {
        try rig.store.entries(after: 0, limit: 1_000).map { entry in
            let json = try JSONSerialization.jsonObject(with: Data(entry.json)) as? [String: Any]
            return json?["title"] as? String ?? "?"
        }
    }
}

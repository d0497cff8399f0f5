import Foundation
import Intake
import Model
import Store
import Testing

@testable import Polling

/// What a poll learns of a feed's hubs.
@Suite struct HubLinksTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private static let url = "https://a.example/feed"
    private static let links = HubLinks(topic: url, hubs: ["https://h.example/"])

    private static func known(_ hubs: HubLinks?) -> FeedState {
        var state = FeedState()
        (state.bodyHash, state.etag, state.validatorsURL, state.hubs) = ([1], [2], url, hubs)
        return state
    }

    private func after(_ hubs: HubLinks?, on state: FeedState, isPushed: Bool = false) -> HubLinks? {
        var step = PollStep(state, of: Self.url, isPushed: isPushed)
        var findings = PollStep.Findings(digest: [3])
        findings.hubs = hubs
        return step.examined(findings, SourceFacts(status: 200), isVerified: true, now: Self.now).state.hubs
    }

    @Test func theLastDocumentSays() {
        #expect(after(Self.links, on: Self.known(nil)) == Self.links)
        #expect(after(HubLinks.none, on: Self.known(Self.links)) == HubLinks.none)
        #expect(after(nil, on: Self.known(Self.links)) == Self.links)
    }

    @Test func whatCameByItselfDoesNot() {
        #expect(after(HubLinks.none, on: Self.known(Self.links), isPushed: true) == Self.links)
    }

    @Test(arguments: [(nil, true), (HubLinks.none, false), (links, false)] as [(HubLinks?, Bool)])
    func whereNothingIsKnownTheDocumentIsReadOnce(hubs: HubLinks?, isRead: Bool) {
        var step = PollStep(Self.known(hubs), of: Self.url, wantsHubs: true)
        #expect((step.conditions(isWhole: false) == nil) == isRead)
        #expect((step.known([1], SourceFacts(status: 200), now: Self.now) == nil) == isRead)
        var other = PollStep(Self.known(hubs), of: Self.url)
        #expect(other.conditions(isWhole: false) != nil)
        #expect(other.known([1], SourceFacts(status: 200), now: Self.now) != nil)
    }
}

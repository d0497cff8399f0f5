import Model
import Testing

@testable import Control

@Suite("The condition of feeds and webhooks")
struct ConditionTests {
    @Test(
        "a feed: disabled before retired, retired before failing, failing before anything that went well",
        arguments: [
            (false, true, 3, 9, true, FeedCondition.disabled), (true, true, 3, 9, true, .gone),
            (true, false, 3, 9, true, .failing), (true, false, 0, 9, true, .flooding),
            (true, false, 0, 0, true, .ok), (true, false, 0, 0, false, .new), (true, false, 1, 0, false, .failing),
        ])
    func feed(
        isEnabled: Bool, isRetired: Bool, failures: Int, waiting: Int, hasSucceeded: Bool, condition: FeedCondition
    ) {
        let found = FeedCondition(
            isEnabled: isEnabled, isRetired: isRetired, failures: failures, waiting: waiting,
            hasSucceeded: hasSucceeded)
        #expect(found == condition)
    }

    struct Hook: Sendable {
        var isEnabled = true, isStopped = false, waiting = 0, isFailing = false
        var condition: WebhookCondition
    }

    @Test(
        "a webhook: disabled before stopped, stopped before failing",
        arguments: [
            Hook(condition: .ok), Hook(waiting: 1, condition: .waiting),
            Hook(waiting: 1, isFailing: true, condition: .failing), Hook(isFailing: true, condition: .failing),
            Hook(isStopped: true, waiting: 1, isFailing: true, condition: .stopped),
            Hook(isEnabled: false, isStopped: true, waiting: 1, condition: .disabled),
        ])
    func webhook(hook: Hook) {
        let found = WebhookCondition(
            isEnabled: hook.isEnabled, isStopped: hook.isStopped, waiting: hook.waiting,
            isFailing: hook.isFailing)
        #expect(found == hook.condition)
    }

    @Test("the words of the contract")
    func words() {
        #expect(
            FeedCondition.allCases.map(\.rawValue) == [
                "failing", "gone", "new", "ok", "disabled", "flooding", "unknown",
            ])
        let webhooks = ["ok", "waiting", "failing", "stopped", "disabled", "removed", "unknown"]
        #expect(WebhookCondition.allCases.map(\.rawValue) == webhooks)
    }
}

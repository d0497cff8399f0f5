import Config
import Fetch
import Foundation
import TestSupport
import Testing

@testable import Deliver

@Suite struct RetryRuleTests {
    private let rule = RetryRule.standard

    @Test(arguments: [
        (200, true), (204, true), (299, true), (199, false), (301, false), (302, false), (404, false), (500, false),
    ])
    func onlyTwoHundredsDeliver(status: Int, isDelivered: Bool) {
        let verdict = rule.verdict(after: .response(status: status), attempt: 1, now: moment(), jitter: 0)
        #expect((verdict == .delivered) == isDelivered)
    }

    @Test(arguments: zip(1..., [5.0, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]).map { ($0, $1) })
    func theScheduleIsTheStandards(attempt: Int, delay: Double) {
        for (jitter, factor) in [(0.0, 1.0), (0.5, 1.05), (1, 1.1), (7, 1.1), (-1, 1)] {
            let verdict = rule.verdict(
                after: .failed(.timedOut(after: .seconds(30))), attempt: attempt, now: moment(), jitter: jitter)
            #expect(verdict == .retry(at: moment().addingTimeInterval(delay * factor)))
        }
    }

    @Test(arguments: [
        WebhookAnswer.failed(.connect("refused")), .response(status: 500),
        .response(status: 429, retryAfter: .distantFuture),
    ])
    func theTenthFailureIsTheLast(answer: WebhookAnswer) {
        for attempt in [10, 11, .max, 0, -1] {
            #expect(rule.verdict(after: answer, attempt: attempt, now: moment(), jitter: 0) == .deadLetter)
        }
    }

    @Test(arguments: [1, 10])
    func goneStopsTheWebhook(attempt: Int) {
        #expect(rule.verdict(after: .response(status: 410), attempt: attempt, now: moment(), jitter: 0) == .disable)
    }

    @Test(arguments: [
        (429, 60, 60), (503, 60, 60), (429, 1, 5), (503, -60, 5), (429, 999_999_999, 86_400),
        // Elsewhere the header has another meaning, or none.
        (500, 60, 5), (301, 60, 5), (404, 60, 5),
    ])
    func aBusyReceiverIsAskedWhenItSays(status: Int, seconds: Int, delay: Int) {
        let answer = WebhookAnswer.response(status: status, retryAfter: moment(seconds: seconds))
        let verdict = rule.verdict(after: answer, attempt: 1, now: moment(), jitter: 0)
        #expect(verdict == .retry(at: moment(seconds: delay)))
    }
}

@Suite struct CircuitBreakerTests {
    @Test func itOpensAfterFailuresInARowAndProbesLessAndLess() {
        var breaker = CircuitBreaker()
        func note(_ answer: WebhookAnswer, now: Date) -> Bool { breaker.note(answer, now: now) }
        for _ in 1...4 {
            #expect(!note(.failed(.connect("refused")), now: moment()))
            #expect(breaker.permit(now: moment()) == .all)
        }
        var now = moment()
        for pause in [5.5, 11, 22, 44, 88, 176, 352, 600, 600] {
            #expect(!note(.response(status: 503), now: now))
            #expect(breaker.permit(now: now) == .none(until: now.addingTimeInterval(pause)))
            now.addTimeInterval(pause)
            #expect(breaker.permit(now: now) == .probe)
        }
        let isBack = note(.response(status: 204), now: now)
        #expect(isBack && breaker == CircuitBreaker() && breaker.permit(now: now) == .all)
    }

    /// Retry-After is said of the receiver: the message after it must not go out at once.
    @Test(arguments: [(429, 60, 60), (503, 60, 60), (429, 1_000_000, 86_400), (500, 60, nil)] as [(Int, Int, Int?)])
    func itWaitsAsLongAsTheReceiverAsks(status: Int, seconds: Int, pause: Int?) {
        var breaker = CircuitBreaker()
        func note(_ answer: WebhookAnswer, now: Date) -> Bool { breaker.note(answer, now: now) }
        #expect(!note(.response(status: status, retryAfter: moment(seconds: seconds)), now: moment()))
        #expect(breaker.permit(now: moment()) == (pause.map { .none(until: moment(seconds: $0)) } ?? .all))
        #expect(breaker.permit(now: moment(seconds: pause ?? 0)) == (pause == nil ? .all : .probe))
        let isBack = note(.response(status: 200), now: moment(seconds: 100))
        #expect(isBack == (pause != nil) && breaker == CircuitBreaker())
    }

    /// A message that the receiver does not like is not a reason to leave it alone.
    @Test func anAnswerIsNoOutage() {
        var breaker = CircuitBreaker()
        func note(_ answer: WebhookAnswer, now: Date) -> Bool { breaker.note(answer, now: now) }
        for status in [400, 404, 301, 200, 410] {
            for _ in 1...4 { _ = note(.failed(.connect("refused")), now: moment()) }
            // After failures in a row any answer shows that it is back.
            #expect(note(.response(status: status), now: moment()))
            // One alone may be the message's own fault.
            _ = note(.failed(.connect("refused")), now: moment())
            #expect(!note(.response(status: status), now: moment()))
        }
        #expect(breaker.permit(now: moment()) == .all)
    }
}

@Suite struct WebhookReceiverTests {
    @Test func anAttemptIsOneRequestAndOneReceipt() async throws {
        var webhook = Configuration.Webhook(name: "bus", url: "http://127.0.0.1/hook")
        webhook.secrets = [Secret(bytes: Array("0123456789abcdef01234567".utf8))]
        let clock = Shared(moment())
        let fetching = FakeFetching { _, _ in
            clock.withLock { $0 = moment(seconds: 20) }
            return .error(.connect("no route"))
        }
        let receiver = WebhookReceiver(webhook, .init(), version: "1", fetching: fetching)
        let message = WebhookMessage(id: "msg_abc_r1", body: Array(#"{"type":"article.new"}"#.utf8))
        let receipt = await receiver.send(message, attempt: 1, jitter: 0) { clock.withLock { $0 } }
        // The delay counts from the answer, the signature from the attempt.
        #expect(
            receipt
                == WebhookReceipt(
                    time: moment(seconds: 20), attempt: 1, answer: .failed(.connect("no route")),
                    verdict: .retry(at: moment(seconds: 25))))
        let request = try #require(fetching.requests.first)
        #expect(request.url == "http://127.0.0.1/hook" && request.method == .post(body: message.body))
        #expect(request.headers.contains { $0 == ("webhook-timestamp", "1795441501") })
        #expect(
            request.headers.contains { $0 == ("webhook-signature", "v1,SFK7iKhJm82+zTvzdmHaXpysB7ePQYRwUCfZV3E535M=") })
    }
}

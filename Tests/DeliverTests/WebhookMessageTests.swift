import Foundation
import Model
import Testing

@testable import Deliver

@Suite struct WebhookSecretTests {
    /// From Python: `base64(hmac.new(key, id + b"." + timestamp + b"." + body, hashlib.sha256).digest())`. The first is the
    /// example of the standard.
    @Test(
        arguments: [
            (
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330,
                #"{"test": 2432232314}"#, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            ),
            (
                "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "msg_abc_r1", 1_795_441_501, #"{"type":"article.new"}"#,
                "SFK7iKhJm82+zTvzdmHaXpysB7ePQYRwUCfZV3E535M="
            ),
            (
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "msg_ä", 0, #"{"t":"ü\n"}"#,
                "ZZU4wof72kQPKqPcXfEmTSgtDQAE2mhtvmm5pPcdI6w="
            ),
        ] as [(String, String, Int64, String, String)])
    func signaturesAreThoseOfTheStandard(
        secret: String, id: String, timestamp: Int64, body: String, signature: String
    ) throws {
        let secret = try #require(WebhookSecret(secret))
        #expect(secret.signature(id: id, timestamp: timestamp, body: Array(body.utf8)) == "v1," + signature)
    }

    @Test(arguments: [
        "", "whsec_", "whsec_MDEy", "whsec_not base64 at all, though long enough for it", "hunter2",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ])
    func whatIsNoSecretIsRefused(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func aSecretIsNeverShown() throws {
        let base64 = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
        let secret = try #require(WebhookSecret("whsec_" + base64))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains(base64) && !text.contains("0123456789"))
        }
    }
}

@Suite struct WebhookMessageTests {
    private let article = #"{"id":"a","content_html":"<p>x","content_text":"x","_newspool":{"seq":1}}"#

    @Test func theBodyHoldsTheItemAsItIs() {
        let message = WebhookMessage(entry(1, json: article), content: .full)
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"type":"article.new","timestamp":"2026-11-23T13:45:01Z","data":\#(article)}"#)
        let updated = WebhookMessage(entry(1, json: article, revision: 2), content: .thin)
        #expect(
            String(decoding: updated.body, as: UTF8.self)
                == #"{"type":"article.updated","timestamp":"2026-11-23T13:45:01Z","data":{"id":"a","_newspool":{"seq":1}}}"#
        )
    }

    @Test func theIdIsTheArticlesAndHasNoDots() {
        let first = WebhookMessage(entry(1), content: .full)
        #expect(first.id == "msg_\(ItemID(feed: "feed", key: "1").text)_r1" && !first.id.contains("."))
        #expect(WebhookMessage(entry(1), content: .thin).id == first.id)
        #expect(WebhookMessage(entry(1, revision: 2), content: .full).id != first.id)
    }

    @Test(arguments: [(1 << 20, false), (1 << 20 + 1, true)])
    func aLargeBodyIsSentThin(size: Int, isThin: Bool) {
        let frame = WebhookMessage(
            entry(1, json: #"{"id":"","content_html":"<p>","_newspool":{"seq":1}}"#), content: .full
        ).body.count
        let text = String(repeating: "x", count: size - frame)
        let message = WebhookMessage(
            entry(1, json: #"{"id":"\#(text)","content_html":"<p>","_newspool":{"seq":1}}"#), content: .full)
        let body = String(decoding: message.body, as: UTF8.self)
        #expect(!body.contains("content_html") == isThin)
        #expect(body.hasSuffix(#","truncated":true}}}"#) == isThin)
    }

    @Test func eachSecretSigns() throws {
        let message = WebhookMessage(id: "msg_abc_r1", body: Array(#"{"type":"article.new"}"#.utf8))
        let secrets = try ["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
            .map { try #require(WebhookSecret($0)) }
        let headers = Dictionary(
            message.headers(now: Date(timeIntervalSince1970: 1_795_441_501.9), secrets: secrets).map {
                ($0.name, $0.value)
            },
            uniquingKeysWith: { first, _ in first })
        #expect(
            headers == [
                "content-type": "application/json", "webhook-id": "msg_abc_r1", "webhook-timestamp": "1795441501",
                "webhook-signature": "v1,SFK7iKhJm82+zTvzdmHaXpysB7ePQYRwUCfZV3E535M= "
                    + "v1,SWj3PrPThfgh+EYz2VC+ZMUsB7sRX5Oxtp4pnOAHlbk=",
            ])
        #expect(message.headers(now: moment(), secrets: []).count == 3)
    }

    @Test func aTestIsAMessageToo() {
        let message = WebhookMessage.test(now: moment())
        #expect(message.id == "msg_test_1795441501")
        #expect(
            String(decoding: message.body, as: UTF8.self)
                == #"{"type":"webhook.test","timestamp":"2026-11-23T13:45:01Z","data":{}}"#)
    }
}

@Suite struct JSONObjectTests {
    @Test(arguments: [
        (#"{}"#, #"{}"#), (#"{"a":1}"#, #"{"a":1}"#), (#"{"x":1}"#, #"{}"#), (#"{"x":1,"y":2}"#, #"{}"#),
        (#"{"x":1,"a":2}"#, #"{"a":2}"#), (#"{"a":1,"x":2}"#, #"{"a":1}"#),
        (#"{"a":1,"x":2,"b":3}"#, #"{"a":1,"b":3}"#),
        (#"{"a":1,"x":2,"y":[3],"b":4,"x":5}"#, #"{"a":1,"b":4}"#),
        // Texts that look like structure.
        (#"{"a":"\"x\":1,","x":"}{\",\"a\":1","b":"\\","y":"\\\""}"#, #"{"a":"\"x\":1,","b":"\\"}"#),
        (#"{"a":",\"x\":[","b":"]}"}"#, #"{"a":",\"x\":[","b":"]}"}"#), (#"{"a":"x","b":"y"}"#, #"{"a":"x","b":"y"}"#),
        (#"{"a":"{","x":"[[[{{{","b":"é☃𝄞"}"#, #"{"a":"{","b":"é☃𝄞"}"#),
        // Members inside of other values stay, whatever their name.
        (#"{"a":{"x":1,"y":[{"x":2}]},"b":["x","y"]}"#, #"{"a":{"x":1,"y":[{"x":2}]},"b":["x","y"]}"#),
        (#"{"x":{"a":[1,{"b":2}]},"b":[{"x":1}]}"#, #"{"b":[{"x":1}]}"#),
        (#"{"xx":1,"":2,"X":3,"x":4}"#, #"{"xx":1,"":2,"X":3}"#),
        // No object, or not all of one: hands off.
        ("", ""), ("[]", "[]"), ("{", "{"), (#"{"x":"#, #"{"x":"#), (#"{"x":"\"#, #"{"x":"\"#),
        (#"{"x":1}}"#, #"{"x":1}}"#),
        (#"{"x":[}"#, #"{"x":[}"#), (#""x""#, #""x""#),
    ])
    func membersAreTakenOut(json: String, left: String) {
        #expect(String(decoding: JSONObject.removing(["x", "y"], from: Array(json.utf8)), as: UTF8.self) == left)
    }

    @Test func aBatchHoldsEachArticlesMessage() throws {
        let entries = [entry(1), entry(2, revision: 2)]
        let message = WebhookMessage(entries, content: .full, template: nil, isBatch: true)
        let expected =
            #"{"type":"article.batch","timestamp":"2026-11-23T13:45:01Z","data":["#
            + #"{"type":"article.new","timestamp":"2026-11-23T13:45:01Z","data":{"id":"1"}},"#
            + #"{"type":"article.updated","timestamp":"2026-11-23T13:45:01Z","data":{"id":"2"}}]}"#
        #expect(String(decoding: message.body, as: UTF8.self) == expected)
        #expect(message.id.hasSuffix("_1-2_2") && !message.id.contains("."))
        #expect(message == WebhookMessage(entries, content: .full, template: nil, isBatch: true))
        let alone = WebhookMessage([entries[0]], content: .full, template: nil, isBatch: true)
        #expect(alone.id == WebhookMessage(entries[0], content: .full).id)
        let template = try MessageTemplate("{{count}}{{#items}} {{id}}:{{feed}}:{{event}}{{/items}}")
        let text = WebhookMessage(entries, content: .full, template: template, isBatch: true)
        #expect(String(decoding: text.body, as: UTF8.self) == "2 1:feed:new 2:feed:updated")
        #expect(text.contentType == "text/plain; charset=utf-8")
    }
}

import Foundation
import Model
import Testing

@testable import WebSub

/// What goes over the wire: links, requests, calls, signatures.
@Suite struct HubWireTests {
    struct Found: CustomTestStringConvertible {
        let testDescription: String
        var headers: [String] = []
        var hubs: [String] = []
        var topic: String?
        let expected: [String]
    }

    private static let (page, hub, other) = ("https://a.example/x/feed", "https://h.example/", "https://o.example/")

    @Test(arguments: [
        Found(testDescription: "no hub", topic: page, expected: []),
        Found(
            testDescription: "of the document", hubs: [hub, other, hub], topic: other, expected: [other, hub, other]),
        Found(testDescription: "the document's own address where it says none", hubs: [hub], expected: [page, hub]),
        Found(
            testDescription: "of the server, before the document's",
            headers: ["<https://h.example/>; rel=\"hub\", </self>; rel=self"], hubs: [other], topic: other,
            expected: ["https://a.example/self", hub]),
        Found(
            testDescription: "the server's hub and the document's topic", headers: ["<https://h.example/>; rel=hub"],
            topic: other, expected: [other, hub]),
        Found(
            testDescription: "the document's hub and the server's topic", headers: ["<https://o.example/>; rel=self"],
            hubs: [hub], topic: page, expected: [other, hub]),
        Found(
            testDescription: "several fields, relations, parameters and quotes",
            headers: [
                "<https://n.example/?a=1,2>; title=\"a, b; rel=\\\"hub\\\"\"; rel=next",
                "<https://h.example/> ; REL = \"next HUB\" ; rel=self , <https://o.example/>;rel=hub",
            ], expected: [page, hub, other]),
        Found(
            testDescription: "what is no link is passed over",
            headers: ["hub, x=\"y,z\", <https://h.example/>; rel=hub"],
            expected: [page, hub]),
        Found(
            testDescription: "no addresses but http and https, and no passwords",
            hubs: ["ftp://h.example/", "javascript:1", "https://me:pw@h.example/", hub], topic: "urn:x",
            expected: [page, hub]),
        Found(
            testDescription: "four at most", hubs: (0..<9).map { "https://h\($0).example/" },
            expected: [page] + (0..<4).map { "https://h\($0).example/" }),
    ])
    func linksAreFound(_ found: Found) {
        let links = HubLinks(headers: found.headers, hubs: found.hubs, topic: found.topic, address: Self.page)
        #expect((links.isEmpty ? [] : [links.topic] + links.hubs) == found.expected)
        #expect(HubLinks(text: links.text) == links)
    }

    @Test(arguments: [
        ("https://h.example/x", "https://h.example/x"), ("http://h.example/x?y", "https://h.example/x?y"),
        ("http://127.0.0.1:8080/hub", "http://127.0.0.1:8080/hub"), ("http://hub.lan/", "http://hub.lan/"),
        ("http://h.example:8080/", nil), ("ftp://h.example/", nil), ("", nil),
    ])
    func noSecretGoesOverTheOpenNetwork(hub: String, asked: String?) {
        #expect(HubAddress(hub) == (asked.map { .url($0) } ?? .unsafe))
    }

    @Test(arguments: [
        ("/new", "https://h.example/new"), ("http://o.example/", "https://o.example/"), ("http://o.example:81/", nil),
    ])
    func redirectsAreHeldToTheSame(location: String, asked: String?) {
        #expect(HubAddress(redirect: location, from: "https://h.example/x") == (asked.map { .url($0) } ?? .unsafe))
    }

    @Test func aRequestIsAForm() {
        let subscription = HubSubscription(
            path: "00ff", secret: "s", feed: 1, topic: "https://a.example/?q=ä&b", hub: "https://h.example/",
            due: Date(timeIntervalSince1970: 0))
        let callback = "https://c.example/hub/"
        func text(_ request: HubRequest) -> String {
            String(decoding: request.form(subscription, callback: callback), as: UTF8.self)
        }
        let both =
            "&hub.topic=https%3A%2F%2Fa.example%2F%3Fq%3D%C3%A4%26b&hub.callback=https%3A%2F%2Fc.example%2Fhub%2F00ff"
            + "&hub.verify=async"
        #expect(text(.subscribe) == "hub.mode=subscribe" + both + "&hub.secret=s&hub.lease_seconds=864000")
        #expect(text(.unsubscribe) == "hub.mode=unsubscribe" + both)
    }

    @Test(
        arguments: [
            (
                [("hub.mode", "subscribe"), ("hub.topic", "t"), ("hub.challenge", "c"), ("hub.lease_seconds", "60")],
                HubCall.subscribe(topic: "t", challenge: "c", seconds: 60)
            ),
            (
                [("hub.challenge", "c"), ("hub.topic", "t"), ("hub.mode", "subscribe"), ("x", "y")],
                .subscribe(topic: "t", challenge: "c", seconds: nil)
            ),
            (
                [("hub.mode", "unsubscribe"), ("hub.topic", "t"), ("hub.challenge", "c")],
                .unsubscribe(topic: "t", challenge: "c")
            ),
            ([("hub.mode", "denied"), ("hub.topic", "t"), ("hub.reason", "r")], .denied(topic: "t", reason: "r")),
            ([("hub.mode", "denied"), ("hub.topic", "t")], .denied(topic: "t", reason: nil)),
            ([("hub.mode", "subscribe"), ("hub.topic", "t")], nil),
            ([("hub.mode", "subscribe"), ("hub.topic", "t"), ("hub.challenge", "")], nil),
            ([("hub.mode", "publish"), ("hub.topic", "t"), ("hub.challenge", "c")], nil),
            ([("hub.mode", "subscribe"), ("hub.challenge", "c")], nil), ([], nil),
        ] as [([(String, String)], HubCall?)])
    func callsAreRead(query: [(String, String)], call: HubCall?) {
        #expect(HubCall(query.map { (name: $0.0, value: $0.1) }) == call)
    }

    /// From `openssl dgst -hmac secret` over `content`.
    @Test(arguments: [
        ([], HubSignature.Verdict.missing), ([""], .missing), (["sha256="], .wrong), (["sha256=zz"], .wrong),
        (["md5=00"], .wrong),
        (["00"], .wrong), (["sha256=abc"], .wrong),
    ])
    func signaturesThatAreNot(fields: [String], verdict: HubSignature.Verdict) {
        #expect(HubSignature.verdict(fields, over: Array("content".utf8), secret: "secret") == verdict)
    }

    @Test(arguments: [
        "sha1=0bd98d1a7514a85bbb8377bb8d750b6e01494056",
        "sha256=230d8225fa8d7c42c0d16356ff175a660c11960fc035616023b8d22a8f36f03a",
        "SHA256=230D8225FA8D7C42C0D16356FF175A660C11960FC035616023B8D22A8F36F03A",
        "sha384=e904738c4c618be6c985af2229fa8508427491172567b9796a414dc42dc66ba175ba2a34ca9e5548102aed780ef83567",
        "sha512=a5f305960edac773a46ba3ba162589c7200455e96ce0438751654880bf185d6db51be064039293c424891a7a5dee17c0b2877"
            + "1a740aed8e6b6b97770aa63a65d",
    ])
    func signaturesThatAre(field: String) {
        #expect(HubSignature.verdict([field], over: Array("content".utf8), secret: "secret") == .right)
        #expect(HubSignature.verdict(["sha1=00", field], over: Array("content".utf8), secret: "secret") == .right)
        #expect(HubSignature.verdict([field], over: Array("contenT".utf8), secret: "secret") == .wrong)
        #expect(HubSignature.verdict([field], over: Array("content".utf8), secret: "Secret") == .wrong)
        #expect(
            HubSignature.verdict([String(field.dropLast(2))], over: Array("content".utf8), secret: "secret") == .wrong)
    }
}

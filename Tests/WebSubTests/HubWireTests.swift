import Foundation
import Model
import Testing

@testable import WebSub

/// What goes over the wire.
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
}

import Foundation
import Model
import TestSupport
import Testing

@testable import Identity

/// What one document says about its own keys.
@Suite struct DocumentKeysTests {
    @Test(arguments: [
        ("http://a.example/1", "https://a.example/1", true), ("https://www.a.example/1", "HTTPS://A.example/1", true),
        ("https://a.example/1", "https://b.example/1", false), ("https://a.example/A", "https://a.example/a", false),
        ("tag:a.example,2026:1", "tag:a.example,2026:1", true), ("a.example/1", "https://a.example/1", true),
        ("1", "01", false), ("https://", "http://", false),
    ])
    func guidsAreComparedWithoutTheirScheme(_ left: String, _ right: String, areEqual: Bool) {
        #expect((GuidKey(left).exact == GuidKey(right).exact) == areEqual)
    }

    @Test(arguments: [
        ("https://a.example/1", "http://b.example/1", true), ("https://a.example?p=1", "https://b.example?p=1", true),
        ("https://a.example/1", "https://a.example/2", false),
    ])
    func urlGuidsHaveASecondKeyWithoutTheirHost(_ left: String, _ right: String, areEqual: Bool) {
        #expect((GuidKey(left).bare == GuidKey(right).bare) == areEqual)
    }

    @Test(arguments: ["urn:1", "https://a.example", "https://a.example/", "", "https://", "http:/x"])
    func otherGuidsHaveNone(_ guid: String) { #expect(GuidKey(guid).bare == nil) }

    @Test func urlsOfSeveralEntriesAreShared() {
        let keys = DocumentKeys([
            entry("1", "u", "A"), entry("2", "u", "B"), entry("3", "v", "C"), entry("4", "r", "D", root: true),
            entry("5", nil, "E"),
        ])
        let url = { StableHash.of(.url, $0) }
        #expect(
            keys.entries.map(\.url) == [.shared(url("u")), .shared(url("u")), .own(url("v")), .shared(url("r")), .none])
        #expect(keys.entries.map(\.isWeak) == Array(repeating: false, count: 5))
        #expect(keys.spoiledGuid == nil)
    }

    @Test func oneGuidForAllIsSpoiledAndStaysSo() {
        let keys = DocumentKeys([entry("x", "u", "A"), entry("x", "v", "B")])
        #expect(keys.spoiledGuid == GuidKey("x").exact)
        #expect(keys.entries.map(\.isWeak) == [true, true])
        let later = DocumentKeys([entry("x", "w", "C")], spoiledGuid: keys.spoiledGuid)
        #expect(later.entries.map(\.isWeak) == [true])
        #expect(later.spoiledGuid == keys.spoiledGuid)
    }

    @Test func theURLOfMostEntriesIsSharedAndStaysSo() {
        let keys = DocumentKeys((1...5).map { entry("\($0)", $0 < 3 ? "u" : "v", "T\($0)") })
        #expect(keys.spoiledURL == StableHash.of(.url, "v"))
        let later = DocumentKeys([entry("6", "v", "C"), entry("7", "u", "D")], spoiledURL: keys.spoiledURL)
        #expect(later.entries.map { $0.ownURL == nil } == [true, false])
    }

    @Test func aSingleEntrysGuidIsGood() {
        #expect(DocumentKeys([entry("x", "u", "A")]).entries.map(\.isWeak) == [false])
    }

    @Test func anEntryListedTwiceWithAnEditedTitleKeepsItsGuid() {
        let keys = DocumentKeys([entry("x", "u", "A"), entry("x", "u", "A!"), entry("y", "v", "B")])
        #expect(keys.entries.map(\.isWeak) == [false, false, false])
        #expect(keys.entries.map(\.isRepeat) == [false, true, false])
        #expect(keys.entries[0].ownURL != nil)
    }

    @Test func weakTwinsDifferByDateElseByContent() {
        let keys = DocumentKeys([
            entry(nil, "u", "T", day: 1), entry(nil, "u", "T", day: 2), entry(nil, "u", "T", day: 2),
            entry(nil, "v", "T", content: "1"), entry(nil, "v", "T", content: "2"),
        ])
        #expect(Set(keys.entries.map(\.key)).count == 4)
        #expect(keys.entries.map(\.isRepeat) == [false, false, true, false, false])
    }

    /// The store keeps these numbers for years: a change of the hash announces everything again.
    @Test func hashesNeverChange() {
        #expect(StableHash.of(.guid, "") == 161_497_088_726_989_584)
        #expect(StableHash.of(.url, "https://example.org/") == 11_630_412_009_751_157_127)
        #expect(
            LastDocument.state(of: DocumentKeys([entry("1", "u", "T", day: 1)]).entries[0]) == 6_085_352_237_511_199_848
        )
    }

    @Test func aDocumentOfThousandsIsNoQuadraticWork() {
        let many = (0..<20_000).map { entry("x", "u", "T", content: "\($0)") }
        let seconds = threadSeconds { #expect(DocumentKeys(many).entries.filter(\.isRepeat).isEmpty) }
        #expect(seconds < 5)
    }
}

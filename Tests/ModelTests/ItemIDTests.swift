import Model
import Testing

@Suite("Item ids")
struct ItemIDTests {
    @Test("26 characters of base32 of the first 16 bytes of SHA-256 over feed, NUL, key")
    func text() throws {
        let id = ItemID(feed: "https://example.org/feed", key: "guid-1")
        #expect(id.bytes.count == 16)
        #expect(id.text.count == 26)
        #expect(id.text.allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".contains($0) })
        #expect(id.short == String(id.text.prefix(16)))
        #expect(ItemID(bytes: id.bytes) == id)
        #expect(ItemID(bytes: [1, 2]) == nil)
        // python3: base64.b32encode(bytes(range(16))).lower()
        #expect(try #require(ItemID(bytes: Array(0..<16))).text == "aaaqeayeaudaocajbifqydiob4")
    }

    @Test("feed and key do not run into each other")
    func separated() {
        #expect(ItemID(feed: "ab", key: "c") != ItemID(feed: "a", key: "bc"))
        #expect(ItemID(feed: "a", key: "b") == ItemID(feed: "a", key: "b"))
    }
}

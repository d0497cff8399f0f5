import FuzzDriver
import JSON
@testable import Model
@testable import Parse

/// Any bytes as a feed document, all the way to JSON, which must read back.
@main struct FuzzParse {
    static func main() {
        FuzzDriver.main { start, count in FuzzParse.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let body = Array(input)
        guard let parsed = try? FeedParser.parse(body, url: "https://feeds.example.org/a/feed.xml") else { return 0 }
        let cleaner = Cleaner()
        let feed = cleaner.clean(parsed)
        var json = JSONWriter()
        feed.write(items: parsed.items.map { cleaner.clean($0, feed: feed, markdown: true).item }, to: &json)
        for item in parsed.items { _ = item.fingerprint() }
        let back = json.bytes.withUnsafeBufferPointer { JSONReader.read($0, depth: 32) }
        precondition(back != nil && back?.fault == nil, "what was written is not JSON")
        return 0
    }
}

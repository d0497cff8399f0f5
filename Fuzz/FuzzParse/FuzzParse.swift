import Cleaning
import FuzzDriver
import JSON
@testable import Model
@testable import Parse

/// Any bytes as a feed document, all the way to JSON, which must read back, and be the same however the document is split.
@main struct FuzzParse {
    static func main() {
        FuzzDriver.main { start, count in FuzzParse.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let body = Array(input)
        let whole = json(body, chunk: .max)
        // Small pieces take their time: of small documents, and of every eighth of the others.
        if body.count < 512 || body.count % 8 == 0 {
            let split = json(body, chunk: 1 + Int(body.last ?? 0) % 13)
            FuzzDriver.require(
                split.map { String(decoding: $0, as: UTF8.self) } ?? "none",
                is: whole.map { String(decoding: $0, as: UTF8.self) } ?? "none", "split, the document is another one")
        }
        guard let whole else { return 0 }
        let back = whole.withUnsafeBufferPointer { JSONReader.read($0, depth: 32) }
        FuzzDriver.require(back != nil && back?.fault == nil, "what was written is not JSON")
        return 0
    }

    /// Nil where it is not a feed.
    private static func json(_ body: [UInt8], chunk: Int) -> [UInt8]? {
        var limits = ParseLimits.default
        limits.chunk = chunk
        guard let parsed = try? FeedParser.parse(body, url: "https://feeds.example.org/a/feed.xml", limits: limits)
        else {
            return nil
        }
        let cleaner = Cleaner()
        let feed = cleaner.clean(parsed)
        var json = JSONWriter()
        feed.write(items: parsed.items.map { cleaner.clean($0, feed: feed, markdown: true).item }, to: &json)
        for item in parsed.items { _ = item.fingerprint() }
        return json.bytes
    }
}

import Cleaning
import Foundation
import Model
import TestSupport
import Testing

@testable import Parse

/// Each document in `Fixtures/parse` beside the JSON Feed that it gives: one oddity a file. `NEWSPOOL_GOLDEN=1` writes the
/// golden files anew; read the difference before committing it.
@Suite struct GoldenTests {
    static let folder = Fixtures.directory.appending(path: "parse")

    static let documents: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.contains(".golden.") && !$0.hasPrefix(".") }.sorted()
    }()

    @Test(arguments: documents)
    func documentGivesItsGoldenFeed(_ name: String) throws {
        let body = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let golden = Self.folder.appending(path: name + ".golden.json")
        let feed = try Self.printed(FeedParser.parse(body, url: "https://example.org/feeds/feed"))
        if ProcessInfo.processInfo.environment["NEWSPOOL_GOLDEN"] != nil { try feed.write(to: golden) }
        let expected = try Data(contentsOf: golden)
        #expect(String(decoding: feed, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }

    @Test(arguments: documents)
    func chunkSizeNeverChangesAFeed(_ name: String) throws {
        let body = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let whole = try Self.printed(FeedParser.parse(body, url: "https://example.org/feeds/feed"))
        for chunk in [1, 3, 7, 64, 1000] {
            var limits = ParseLimits()
            limits.chunk = chunk
            let split = try Self.printed(FeedParser.parse(body, url: "https://example.org/feeds/feed", limits: limits))
            #expect(split == whole, "in pieces of \(chunk)")
        }
    }

    /// As `parse` prints it, but with a line for each value, so that a difference is easy to read.
    static func printed(_ parsed: ParsedFeed) throws -> Data {
        let cleaner = Cleaner()
        let feed = cleaner.clean(parsed)
        var json = JSONWriter()
        feed.write(items: parsed.items.map { cleaner.clean($0, feed: feed).item }, to: &json)
        let object = try JSONSerialization.jsonObject(with: Data(json.bytes))
        return try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]) + Data("\n".utf8)
    }
}

import Cleaning
import Foundation
import Model
import TestSupport
import Testing

@testable import Parse

/// Captured feeds, where the machine has them: each gives all its items, and each item what it needs to be shown.
@Suite struct RealFeedsTests {
    /// How many items feedparser finds, or those who read JSON.
    static let itemCounts = [
        "3960.json": 20, "489.rss": 10, "4fsodonline.atom": 25, "DaringFireball.atom": 48, "DaringFireball.json": 48,
        "EMarley.rss": 10, "ScriptingNews.json": 50, "allthis.json": 12, "atp.rss": 100, "bio.rdf": 30, "curt.json": 26,
        "expertopinionent.atom": 43, "inessential.json": 20, "kc0011.rss": 20, "livemint.xml": 25, "markdown2.rss": 25,
        "medscape.rss": 20, "monkeydom.rss": 13, "035c1b3dcccee254.feed": 10, "03db8affb53e2a2f.feed": 15,
        "08f1ee71883dbcde.feed": 20, "0c1cef22da7ddc10.feed": 30, "137dd53eb3d6d860.feed": 13,
        "14dda539770f94e3.feed": 141, "1796df62c4a287cc.feed": 33, "1883db9e2736546b.feed": 25,
        "18d1bc71cc221963.feed": 10, "1965bffbdba53fa6.feed": 35, "foolcontrol.xml": 10,
        "fwrarejazzvinylcollector.xml": 20, "json_feed_sample.json": 2, "malformed_rss_namespaced.xml": 2,
        "osm-pl.xml": 8, "encoding_WINDOWS-1251.xml": 50, "large_atom.xml": 25, "large_rss.xml": 25, "Atom.xml": 1,
        "Content.xml": 1, "feed.json": 2,
    ]

    static let files: [URL] = {
        guard let corpus = Fixtures.corpus?.appending(path: "real") else {
            print("skipped: no ../shared/corpus/real")
            return []
        }
        let all = FileManager.default.enumerator(at: corpus, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return (all ?? []).filter { itemCounts[$0.lastPathComponent] != nil }
    }()

    @Test(arguments: files)
    func givesAllItsItems(_ file: URL) throws {
        let body = [UInt8](try Data(contentsOf: file))
        let parsed = try FeedParser.parse(body, url: "https://example.org/feed")
        #expect(parsed.items.count == Self.itemCounts[file.lastPathComponent])
        let cleaner = Cleaner()
        for raw in parsed.items {
            let item = cleaner.clean(raw, feed: parsed.feed).item
            #expect(item.title != nil || item.contentHTML != nil || item.contentText != nil)
            #expect(raw.fingerprint() == raw.fingerprint())
        }
        #expect(!parsed.feed.warnings.contains { $0.contains("date") })
    }
}

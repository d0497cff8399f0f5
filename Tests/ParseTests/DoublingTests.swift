import Glibc
import Model
import Page
import Testing

@testable import Parse

/// Every construct of every reader, as often as fits: four times the document takes about four times the time, not sixteen.
@Suite(.serialized) struct DoublingTests {
    struct Construct: CustomTestStringConvertible, Sendable {
        enum Reader: Sendable { case feed, body, page, selector, outlines }
        let testDescription: String, reader: Reader
        let before: String, unit: String, after: String

        init(_ reader: Reader, _ unit: String, after before: String = "", before after: String = "") {
            (self.reader, self.before, self.unit, self.after) = (reader, before, unit, after)
            testDescription = "\(reader): \(before)\(unit)"
        }

        /// A document of about this many bytes; `#` in the unit is a number.
        func document(_ bytes: Int) -> String {
            let count = bytes / unit.utf8.count
            guard unit.contains("#") else { return before + String(repeating: unit, count: count) + after }
            let parts = unit.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            return before + (0..<count).map { "\(parts[0])\($0)\(parts[1])" }.joined() + after
        }

        func read(_ document: String) {
            switch reader {
            case .feed: _ = try? FeedParser.parse(Array(document.utf8))
            case .outlines: _ = try? OPML.read(Array(document.utf8))
            case .body:
                var raw = RawItem()
                raw.content = RawText(
                    document, kind: .html, base: "https://e.example/" + String(repeating: "b/", count: 2000))
                let clean = Cleaner().clean(raw, feed: Feed(format: .rss20), markdown: true)
                let size = (clean.item.contentHTML ?? "").utf8.count + (clean.markdownBody ?? "").utf8.count
                #expect(size <= 16 * document.utf8.count + (2 << 20))
            case .page: _ = PageParser().parse(Array(document.utf8), url: "https://e.example/")
            case .selector:
                // Selectors of feeds.toml meet pages of strangers.
                var parser = PageParser()
                parser.selector = try? CSSSelector(".a .b > .c .d, [class~=x] .a .a")
                _ = parser.parse(Array(document.utf8), url: "https://e.example/")
            }
        }
    }

    @Test(arguments: [
        Construct(.feed, "<![>", before: "<rss/>"), Construct(.feed, "<? >", before: "<rss/>"),
        Construct(.feed, "<!--", after: "<!DOCTYPE rss [", before: "<rss/>"),
        Construct(.feed, "<!ENTITY a# \"x\">", after: "<!DOCTYPE rss [", before: "]><rss/>"),
        Construct(.feed, "<a b=", after: "<rss><channel>"), Construct(.feed, "<a b=\"", after: "<rss><channel>"),
        Construct(.feed, "<b c=\"<c\" ", after: "<rss><channel>", before: " x <c>"),
        Construct(.feed, "<? >", after: "<rss><channel>"), Construct(.feed, "<!x", after: "<rss><channel>"),
        Construct(.feed, "<!--", after: "<rss><channel>"),
        Construct(.feed, "<![CDATA[", after: "<rss><channel><title>"),
        Construct(.feed, "<z:a xmlns:a#=\"x\">", after: "<rss><channel>"),
        Construct(.feed, "<a>", after: "<rss><channel>"),
        Construct(.feed, "</a>", after: "<rss><channel>"),
        Construct(.feed, " a#=\"x\"", after: "<rss><channel><a", before: ">"),
        Construct(.feed, "&", after: "<rss><channel><title>"), Construct(.feed, "]]>", after: "<rss><channel><title>"),
        Construct(.feed, "<item><title>a</title>", after: "<rss><channel>"),
        Construct(.feed, "<category>#</category>", after: "<rss><channel><item>"),
        Construct(.feed, "<enclosure url=\"http://e/#\"/>", after: "<rss><channel><item>"),
        Construct(.feed, "[", after: "{\"items\":"),
        Construct(.feed, "{\"id\":#},", after: "{\"items\":[", before: "]}"),
        Construct(.outlines, "<outline xmlUrl=\"http://e/#\">", after: "<opml><body>"),
        Construct(.outlines, "<a b=", after: "<opml><body>"),
        Construct(.body, "<b>"), Construct(.body, "<b><p>x"), Construct(.body, "<a href=x>y"),
        Construct(.body, "<blockquote>x<br>"),
        Construct(.body, "<ul><li>x"), Construct(.body, "<table><tr><td>x"), Construct(.body, "<dl>"),
        Construct(.body, "</p>"),
        Construct(.body, "<!--"), Construct(.body, "<svg>"), Construct(.body, "<svg></svg>"),
        Construct(.body, "<object data=x>"),
        Construct(.body, "<iframe src=x>"), Construct(.body, "<img src=x alt=y>"), Construct(.body, "<ruby>a<rt>b"),
        Construct(.body, "<span class=line>a</span>", after: "<pre>"),
        Construct(.body, "a 1x,", after: "<img srcset=\"", before: "\">"),
        Construct(.body, "*_`["), Construct(.body, "&lt"),
        Construct(.body, "<p>x</p>", after: "<a href=\"https://e.example/\(String(repeating: "u", count: 4000))\">"),
        Construct(.body, "a<br>", after: String(repeating: "<blockquote>", count: 200)),
        Construct(.body, "a\n", after: String(repeating: "<blockquote>", count: 200) + "<pre>"),
        Construct(.body, "<tr><td>a", after: "<table><tr>" + String(repeating: "<td>", count: 60)),
        Construct(.page, "(- <dl>"), Construct(.page, "<div class=\"a b c\">x"),
        Construct(.page, "<p>some words, here"),
        Construct(.page, "<li><a href=x>y</a>"), Construct(.page, "<section><p>x"),
        Construct(.page, "<h2><a href=/x>y</a></h2><p>z"),
        Construct(.page, "<span>x"), Construct(.page, "<meta name=a content=b>"), Construct(.page, "<template>x"),
        Construct(.selector, "<div class=\"a b c\">x"),
        Construct(.selector, "<div class=\"a x\"><div class=b><div class=c>x"),
    ])
    func takesLinearTime(_ construct: Construct) {
        let (small, large) = (construct.document(32 << 10), construct.document(128 << 10))
        construct.read(construct.document(1 << 10))  // what is made once
        let first = time { construct.read(small) }
        let second = time { construct.read(large) }
        // Very short times say nothing.
        #expect(second < 0.05 || second < 8 * max(first, 0.004), "\(first) s, then \(second) s")
    }

    /// Of this thread alone: other tests run beside it.
    private func time(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        let start = now()
        work()
        return now() - start
    }
}

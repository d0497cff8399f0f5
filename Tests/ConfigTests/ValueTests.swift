import Testing
import Web

@testable import Config

@Test(arguments: [
    ("90s", 90), ("30m", 1800), ("12h", 43200), ("7d", 604_800), ("1h30m", 5400), ("1d2h3m4s", 93784), ("0s", 0),
    ("007m", 420), ("36500d", 3_153_600_000),
])
func durations(_ text: String, seconds: Int64) {
    #expect(DurationText.parse(text) == .seconds(seconds))
}

@Test(arguments: [
    "", "s", "30", "1.5h", "-1s", "+1s", " 1s", "1s ", "1 s", "1S", "1w", "1ms", "30m1h", "1h1h", "1h30", "36501d",
    "36500d1s", "99999999999999999999d", "9223372036854775807s", "٣s",
])
func noDurations(_ text: String) {
    #expect(DurationText.parse(text) == nil)
}

@Test(arguments: ["0s", "1s", "59s", "1m", "1m1s", "1h", "1h30m", "1d", "7d", "365d", "1d1s"])
func durationsAreWrittenAsTheyAreRead(_ text: String) throws {
    #expect(DurationText.format(try #require(DurationText.parse(text))) == text)
}

@Test(arguments: [
    ("1024", 1024), ("0", 0), ("1B", 1), ("500kB", 500_000), ("500 kB", 500_000), ("16MiB", 16_777_216),
    ("16mib", 16_777_216), ("1KB", 1000), ("1KiB", 1024), ("3MB", 3_000_000), ("2GB", 2_000_000_000),
    ("1GiB", 1_073_741_824), ("1TiB", 1_099_511_627_776), ("9223372036854775807", Int.max),
])
func sizes(_ text: String, bytes: Int) {
    #expect(SizeText.parse(text) == bytes)
}

@Test(arguments: [
    "", "B", "-1", "+1", "1.5MiB", "1M", "1 ", "1  kB", " 1kB", "1Mib ", "9223372036854775808", "99999999GiBB",
    "9999999TiB9",
    "9999999999GiB", "٣",
])
func noSizes(_ text: String) {
    #expect(SizeText.parse(text) == nil)
}

@Test(arguments: [
    (0, "0B"), (1, "1B"), (1000, "1kB"), (1024, "1KiB"), (500_000, "500kB"), (1 << 24, "16MiB"), (1025, "1025B"),
])
func sizesAreWritten(_ bytes: Int, text: String) {
    #expect(SizeText.format(bytes) == text)
    #expect(SizeText.parse(text) == bytes)
}

@Test(arguments: [
    ("intervall", "interval"), ("inteval", "interval"), ("itnerval", "interval"), ("Interval", "interval"),
    ("min-interval", "min_interval"), ("concurency", "concurrency"), ("xyz", nil), ("", nil), ("perhost", "per_host"),
    ("completely_different", nil),
])
func suggestions(_ word: String, meant: String?) {
    let keys = ["interval", "min_interval", "concurrency", "per_host", "timeout"]
    #expect(Suggestion.nearest(to: word, among: keys) == meant)
}

@Test func suggestionsTakeTheNearest() {
    #expect(Suggestion.nearest(to: "feed", among: ["feeds", "feed2", "feed"]) == "feed")
    #expect(Suggestion.nearest(to: String(repeating: "a", count: 10000), among: ["a"]) == nil)
}

@Test(arguments: [
    ("http://a.example", "HTTP://A.Example:80/", true), ("https://a.example:443/x", "https://a.example/x", true),
    ("https://a.example:/", "https://a.example/", true), ("https://a.example?x", "https://a.example/?x", true),
    ("http://a.example", "https://a.example", false), ("https://a.example/x", "https://a.example/X", false),
    ("https://a.example/x", "https://a.example/x/", false), ("https://u@a.example/", "https://a.example/", false),
    ("http://a.example:443", "http://a.example", false), ("https://[2001:DB8::1]/", "https://[2001:db8::1]", true),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/", true),
    ("https://a.example/%7e", "https://a.example/~", false),
])
func addresses(_ one: String, _ other: String, same: Bool) throws {
    let schemes = ["http", "https"]
    #expect((try WebAddress(one, schemes: schemes).identity == WebAddress(other, schemes: schemes).identity) == same)
}

@Test(arguments: [
    ("10.1.2.0/24", true), ("10.1.2.3", true), ("::1", true), ("fd00::/8", true), ("rsshub.lan", true),
    ("localhost", true),
    ("my_host", true), ("bücher.example", true), ("10.1.2.0/33", false), ("10.1.2.0/", false), ("10.1.2.0/+8", false),
    ("fd00::/129", false), ("host/24", false), ("10.1.2", false), ("10.1.2.300", false), ("a..b", false), ("-a", false),
    ("a b", false), ("*.lan", false), ("http://a", false), ("[::1]", false), ("a\0b", false),
])
func hostRules(_ text: String, isSound: Bool) {
    #expect((HostRule.problem(text) == nil) == isSound)
}

/// The configuration takes the addresses that the rest of newspool can read, and no others.
@Test(arguments: [
    "http://256.256.256.256/feed", "http://1.2.3/", "http://0x7f.1/",
    "http://xn--bcher-kva.example/",
    "http://a.example./", "http://a..b/", "http://[::ffff:1.2.3.4]/", "http://[1::2::3]/", "http://a_b/", "http://-a/",
    "http://a.example:65536/", "http://a.example:65535/", "http://u:p@a.example/", "http://@/", "http://a.example:x/",
    "http://faß.example/", "http://a.1/", "http://\u{200D}/",
])
func takesWhatTheModelTakes(_ url: String) {
    let (taken, readable) = (try? WebAddress(feed: url), try? WebURL(parsing: url))
    #expect((taken != nil) == (readable != nil))
}

@Test(arguments: [
    ("https://Example.org/Blog/feed.xml", "example-org-blog-feed-xml"),
    ("https://BÜCHER.example/é/", "bücher-example-é"),
])
func slugs(_ url: String, _ slug: String) throws {
    #expect(try WebAddress(feed: url).slug == slug)
}

import Bytes
import TestSupport
import Testing

@testable import Web

/// Properties of generated URLs, nasty ones among them: redirectors in redirectors, stray `%`, session ids that hide dot
/// segments, every fold. The seeds are fixed, so a failure comes back.
@Suite struct CanonicalPropertyTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func canonicalFormIsItsOwn(seed: UInt64) throws {
        var urls = URLGenerator(seed: seed)
        for _ in 0..<5000 {
            let (text, folds) = (urls.url(depth: 5), urls.folds())
            guard let canonical = try? CanonicalURL(text, folding: folds) else { continue }
            #expect(try CanonicalURL(canonical.string, folding: folds) == canonical, "\(text) \(folds)")
        }
    }

    @Test(arguments: 5...6 as ClosedRange<UInt64>)
    func serializationIsItsOwn(seed: UInt64) {
        var urls = URLGenerator(seed: seed)
        for _ in 0..<5000 {
            guard let url = try? WebURL(parsing: urls.url(depth: 1)) else { continue }
            let again = try? WebURL(parsing: url.href)
            #expect(again?.href == url.href)
            #expect(again?.layout == url.layout, "\(url)")
        }
    }

    /// What a reader gets to see and what is compared must not part ways.
    @Test(arguments: 7...8 as ClosedRange<UInt64>)
    func strippingKeepsIdentity(seed: UInt64) throws {
        var urls = URLGenerator(seed: seed)
        for _ in 0..<5000 {
            guard let url = try? WebURL(parsing: urls.url(depth: 0)) else { continue }
            let stripped = url.strippingTrackers()
            #expect(try stripped.layout == WebURL(parsing: stripped.href).layout, "\(url)")
            #expect(stripped.strippingTrackers() == stripped)
            #expect((try? CanonicalURL(stripped)) == (try? CanonicalURL(url)), "\(url)")
        }
    }

    @Test func longInputsTakeTimeInProportion() throws {
        for (head, piece) in [
            ("https://h.org/", "a/../"), ("https://h.org/", ";jsessionid=1"), ("https://h.org/?", "b&a?"),
            ("https://h.org/#", ":~"),
            ("https://", "www."), ("https://go.theregister.com/feed/", "go.theregister.com/feed/"),
            ("https://h.org/?", "amp;"),
            ("https://h.org/", "amp/"), ("https://h.org/", "index.html/"), ("https://", "m."), ("https://h.org/", "%"),
        ] {
            let text = head + String(repeating: piece, count: 20_000) + "h.org/x"
            #expect(try threadSeconds { _ = try CanonicalURL(text, folding: [.amp, .mobile]) } < 2, "\(piece)")
        }
    }
}

private struct URLGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    private mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % bound
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    mutating func folds() -> CanonicalURL.Folds {
        below(2) == 0 ? [] : CanonicalURL.Folds(rawValue: UInt8(below(256)))
    }

    mutating func url(depth: Int) -> String {
        guard depth > 0, below(3) == 0 else {
            return pick(Self.schemes) + pick(Self.hosts) + pick(["", "", "", ":80", ":443", ":8080"]) + tail()
        }
        let inner = url(depth: depth - 1)
        let encoded = inner.utf8.map { byte in
            byte.isASCIIAlphanumeric
                ? String(UnicodeScalar(byte)) : "%" + String(Int(byte) + 256, radix: 16).dropFirst()
        }.joined()
        switch below(6) {
        case 0: return "https://www.google.com/url?sa=t&url=" + encoded + tail()
        case 1: return "https://l.facebook.com/l.php?u=" + inner + tail()
        case 2: return "http://go.theregister.com/feed/" + inner
        case 3: return "https://m.google.com/amp/s/" + inner.dropFirst(7)
        case 4: return "https://a.cdn.ampproject.org/v/s/" + inner.dropFirst(7)
        default: return "https://out.reddit.com/x?url=" + encoded + tail()
        }
    }

    private mutating func tail() -> String { (0..<below(9)).map { _ in pick(Self.pieces) }.joined() }

    private static let schemes = [
        "http://", "http://", "https://", "HTTP:\\\\", "http:", "https:///", "http://u:p@", "ftp://", "foo://",
        "mailto:", "//",
    ]
    private static let hosts = [
        "example.com", "www.example.com", "www.www.x.co.uk", "www.com", "www.com.", "www..com", "m.example.org", "a..b",
        "en.m.wikipedia.org", "en.m.m.wikipedia.org", "www.m.wikipedia.org", "amp.x.org", "mobile.twitter.com",
        "twitter.com",
        "old.reddit.com", "www.google.com", "m.google.com", "l.facebook.com", "bing.com", "www.youtube.com", "youtu.be",
        "out.reddit.com", "go.theregister.com", "cdn.ampproject.org", "127.1", "[::1]", "www.bücher.de",
        "www.xn--bcher-kva.de",
    ]
    private static let pieces = [
        "/", "/", "/a", "/B", "//", "/.", "/..", "/index.html", "/index.htm", "/INDEX.HTML", "/amp", "/print", ".amp",
        ".amp.html",
        "/..amp", "/%2e", "%2E", ";jsessionid=1", "..;jsessionid=x", ".;JSESSIONID=x", "/(S(lit3py55t21z5v55vlm25s55))",
        ";a=b",
        "?", "&", "#", "=", "utm_source=x", "a=1", "b=2", "A=3", "amp;", "amp%3B", "038;", "ns_id=1", "ns_x",
        "sid=0123456789abcdef0123456789ABCDEF", "source=rss", "ref=rss-1", "ref=main", "%", "%4", "%41", "%34%31", "4",
        "1", "%2f",
        "%C3%A9", "é", " ", "+", "%20", "'", "!", "%27", "%21", "%3a", ":~:text=x", ":~:", "top", "_=_", "url=", "u=",
        "q=",
        "https%3A%2F%2F", "http://", "https://x.org/a", "/url?q=", "/l.php?u=", "/redirect?q=", "/feed/", "/amp/s/",
        "/c/s/",
        "/shorts/", "/embed/", "ID1", "/news/apiclick.aspx?url=", "print=1", "amp=1", "output=amp", "|", "^", "{", "\\",
        "\t", "@",
        ":", "a.b/", "/watch?v=", "xtor=RSS-1", "%7e", "%e9", "%ff",
    ]
}

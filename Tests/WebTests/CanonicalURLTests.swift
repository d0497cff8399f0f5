import Foundation
import TestSupport
import Testing

@testable import Web

/// `one | other`, a line of `Fixtures/url`.
struct Pair: CustomTestStringConvertible {
    let one: String
    let other: String

    var testDescription: String { "\(one) | \(other)" }

    static func all(in name: String) -> [Pair] {
        let url = Fixtures.directory.appending(path: "url").appending(path: name)
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let line = line.replacing("\\t", with: "\t").replacing("\\n", with: "\n")
            let sides = line.split(separator: " | ", maxSplits: 1).map(String.init)
            return Pair(one: sides[0], other: sides[1])
        }
    }
}

@Suite struct CanonicalURLTests {
    @Test func hasFixtures() {
        #expect(Pair.all(in: "same.txt").count >= 150)
        #expect(Pair.all(in: "different.txt").count >= 150)
    }

    @Test(arguments: Pair.all(in: "same.txt"))
    func merges(_ pair: Pair) throws {
        #expect(try CanonicalURL(pair.one) == CanonicalURL(pair.other))
    }

    @Test(arguments: Pair.all(in: "different.txt"))
    func keepsApart(_ pair: Pair) throws {
        #expect(try CanonicalURL(pair.one) != CanonicalURL(pair.other))
    }

    @Test(arguments: [
        ("http://u:p@www.Example.com:80/a/../index.html?b=2&utm_source=x&a=1#top", "https://example.com/?a=1&b=2"),
        ("http://example.com:8080/a/", "http://example.com:8080/a"),
        ("https://example.com:8080/a/", "https://example.com:8080/a"),
        ("https://youtu.be/dQw4w9WgXcQ?t=42#x", "https://youtube.com/watch?t=42&v=dQw4w9WgXcQ#x"),
        ("ftp://example.com/a/", "ftp://example.com/a/"), ("mailto:A@b.org", "mailto:A@b.org"), ("foo:bar", "foo:bar"),
    ])
    func writes(_ text: String, canonical: String) throws {
        #expect(try CanonicalURL(text).string == canonical)
    }

    @Test(arguments: [
        ("", WebURLError.noScheme), ("example.com/a", .noScheme), ("//example.com/a", .noScheme), ("http://", .noHost),
        ("http:///", .noHost), ("http://u@/", .noHost), ("http://a b/", .badHost("a b")),
        ("http://[::1/", .badHost("[::1")),
        ("http://h:x/", .badPort("x")), ("http://h:65536/", .badPort("65536")),
        ("javascript:alert(1)", .refusedScheme("javascript")),
        (" JavaScript:alert(1)", .refusedScheme("javascript")), ("vbscript:x", .refusedScheme("vbscript")),
        ("data:text/html,x", .refusedScheme("data")), ("file:///etc/passwd", .refusedScheme("file")),
        ("about:blank", .refusedScheme("about")), ("blob:https://example.com/1", .refusedScheme("blob")),
        ("view-source:https://example.com/", .refusedScheme("view-source")),
    ])
    func refuses(_ text: String, error: WebURLError) {
        #expect(throws: error) { try CanonicalURL(text) }
    }

    @Test(arguments: [
        ("https://example.com", true), ("http://www.example.com:80/index.html?utm_source=rss#top", true),
        ("https://example.com:8080/", true), ("https://example.com/a", false), ("https://example.com/?p=1", false),
        ("https://example.com/#a", false), ("https://example.com//", false), ("mailto:a", false),
    ])
    func knowsSiteRoots(_ text: String, isRoot: Bool) throws {
        #expect(try CanonicalURL(text).isSiteRoot == isRoot)
    }

    @Test(arguments: CanonicalURL.Folds.named.map(\.name))
    func foldsHaveNames(_ name: String) throws {
        let fold = try #require(CanonicalURL.Folds(named: name))
        #expect(CanonicalURL.Folds.named.filter { $0.fold == fold }.map(\.name) == [name])
        #expect(CanonicalURL.Folds(named: name.uppercased()) == nil)
    }

    @Test(arguments: [
        (CanonicalURL.Folds.mobile, "https://m.example.com/a", "https://example.com/a"),
        (.amp, "https://amp.example.com/a/amp?amp=1", "https://example.com/a"),
        (.slashes, "https://h.org//a//b//", "https://h.org/a/b"),
        (.print, "https://h.org/a/print?view=print", "https://h.org/a"),
        (.sites, "https://twitter.com/a", "https://x.com/a"),
        (.referrer, "https://h.org/a?ref=main", "https://h.org/a"), (.fragment, "https://h.org/a#b", "https://h.org/a"),
        (.case, "https://h.org/A?B=C", "https://h.org/a?b=C"),
    ])
    func folds(_ fold: CanonicalURL.Folds, one: String, other: String) throws {
        #expect(try CanonicalURL(one, folding: fold) == CanonicalURL(other, folding: fold))
        let others = CanonicalURL.Folds(rawValue: ~fold.rawValue)
        #expect(try CanonicalURL(one, folding: others) != CanonicalURL(other, folding: others))
    }

    /// The fold would take `/amp` for an AMP page's, and lower the case of a video's id.
    @Test(arguments: [
        ("https://www.google.com/amp/s/example.com/a", "https://example.com/a"),
        ("https://youtu.be/AbC", "https://youtube.com/watch?v=AbC"),
        ("https://m.google.com/url?url=https://Example.com/A", "https://example.com/a"),
        ("https://go.theregister.com/feed/https://h.org/a", "https://h.org/a"),
        ("https://www.facebook.com/L.PHP?u=https://h.org/a", "https://h.org/a"),
    ])
    func unwrapsBeforeItFolds(_ text: String, canonical: String) throws {
        #expect(try CanonicalURL(text, folding: [.amp, .case, .slashes, .mobile]).string == canonical)
    }
}

@Suite struct RedirectorTests {
    private func wrapped(_ url: String, times: Int) -> String {
        (0..<times).reduce(url) { url, _ in
            "https://www.google.com/url?url=" + url.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
        }
    }

    @Test(arguments: 0...3)
    func unwraps(times: Int) throws {
        #expect(
            try CanonicalURL(wrapped("https://example.com/a?id=1", times: times)).string == "https://example.com/a?id=1"
        )
    }

    /// In part would do neither: the rest is a redirector again.
    @Test(arguments: 4...6)
    func leavesWhatIsTooDeepAsItIs(times: Int) throws {
        let canonical = try CanonicalURL(wrapped("https://example.com/a", times: times))
        #expect(canonical.string.hasPrefix("https://google.com/url?url=https%3A"))
        #expect(try CanonicalURL(canonical.string) == canonical)
    }

    @Test func videosAreNoDepth() throws {
        #expect(try CanonicalURL(wrapped("https://youtu.be/a-b", times: 3)).string == "https://youtube.com/watch?v=a-b")
    }

    @Test(arguments: [
        "https://google.com/url", "https://google.com/url?url", "https://google.com/url?url=",
        "https://google.com/url?url=%00",
        "https://google.com/url?url=mailto%3Aa", "https://google.com/url?url=http%3A%2F%2F",
        "https://google.com/url/a?url=https%3A%2F%2Fa.b",
        "https://go.theregister.com/feed", "https://go.theregister.com/feed/latest", "https://google.com/amp/s/index",
        "https://cdn.ampproject.org/c/s", "https://xcdn.ampproject.org/c/s/a.b",
        "https://google.museum/url?url=https%3A%2F%2Fa.b",
        "https://youtube.com/embed/a/b", "https://youtu.be/", "https://youtube.com/embed/live_stream?channel=a",
    ])
    func leavesOthersAlone(_ text: String) throws {
        #expect(try CanonicalURL(text).string == text)
    }

    @Test(arguments: [
        ("https://google.com/url?q=https://a.b/1&url=https://a.b/2", "https://a.b/2"),
        ("https://google.com/url?url=https://a.b/1+2", "https://a.b/1+2"),
        ("https://google.com/url?url=https://a.b/%25E9%E9", "https://a.b/%E9%E9"),
        ("https://google.com/url?url=https://a.b/#x", "https://a.b/#x"),
        ("https://google.com/url?url=https://a.b/%23y#x", "https://a.b/#y"),
        ("https://www.Bing.com/news/APIclick.aspx?url=https://a.b/1", "https://a.b/1"),
        ("https://go.theregister.com/feed/a.b/c/?d=1#e", "https://a.b/c?d=1#e"),
    ])
    func readsTargets(_ text: String, canonical: String) throws {
        #expect(try CanonicalURL(text).string == canonical)
    }
}

import Testing

@testable import Web

/// What the standard's parser gives for an input, with a base or none; nil where it is not a URL.
struct Parsed: CustomTestStringConvertible {
    let input: String
    var base: String?
    let href: String?

    init(_ input: String, _ href: String?) {
        (self.input, self.href) = (input, href)
    }

    init(_ input: String, on base: String, _ href: String?) {
        (self.input, self.base, self.href) = (input, base, href)
    }

    var testDescription: String { input.debugDescription + (base.map { " on \($0)" } ?? "") }

    func check() {
        let base = base.flatMap { try? WebURL(parsing: $0) }
        #expect((try? WebURL(parsing: input, base: base))?.href == href)
    }
}

@Suite struct WebURLTests {
    @Test(arguments: [
        // Case, spaces, controls, tabs and newlines
        Parsed("HTTP://EXAMPLE.COM/Path", "http://example.com/Path"),
        Parsed(" \u{1}http://h/ \n", "http://h/"),
        Parsed("ht\ttp:/\n/h\r/a\tb", "http://h/ab"),
        // Slashes before and in special URLs
        Parsed("http:h/a", "http://h/a"),
        Parsed("http:/h/a", "http://h/a"),
        Parsed("http:////h/a", "http://h/a"),
        Parsed("http:\\\\h\\a\\b?c\\d#e\\f", "http://h/a/b?c\\d#e\\f"),
        Parsed("foo://h\\a", nil),
        // Path
        Parsed("http://h", "http://h/"),
        Parsed("http://h?q", "http://h/?q"),
        Parsed("http://h#f", "http://h/#f"),
        Parsed("http://h/a/./b/../c", "http://h/a/c"),
        Parsed("http://h/a/%2E/b/.%2e/c", "http://h/a/c"),
        Parsed("http://h/../../a", "http://h/a"),
        Parsed("http://h/a/..", "http://h/"),
        Parsed("http://h/a/.", "http://h/a/"),
        Parsed("http://h/.well-known/...", "http://h/.well-known/..."),
        Parsed("http://h//a//../b", "http://h//a/b"),
        // Percent-encoding: each component has its own set, what is encoded stays as it is
        Parsed("http://h/ \"<>`{}^é|'", "http://h/%20%22%3C%3E%60%7B%7D%5E%C3%A9|'"),
        Parsed("http://h/?a \"<>`{}^é|'", "http://h/?a%20%22%3C%3E`{}^%C3%A9|%27"),
        Parsed("http://h/#a \"<>`{}^é|'#?", "http://h/#a%20%22%3C%3E%60{}^%C3%A9|'#?"),
        Parsed("http://h/%zz%4%e9%41", "http://h/%zz%4%e9%41"),
        Parsed("http://h/😀", "http://h/%F0%9F%98%80"),
        Parsed("foo://h/?'", "foo://h/?'"),
        // Credentials
        Parsed("http://u:p@h/", "http://u:p@h/"),
        Parsed("http://u@h@i/", "http://u%40h@i/"),
        Parsed("http://u:@h/", "http://u@h/"),
        Parsed("http://:p@h/", "http://:p@h/"),
        Parsed("http://@h/", "http://h/"),
        Parsed("http://u/p@h/", "http://u/p@h/"),
        Parsed("http://a|b:c d@h/", "http://a%7Cb:c%20d@h/"),
        Parsed("http://u@/", nil),
        Parsed("foo://u@/", nil),
        // Ports
        Parsed("http://h:80/", "http://h/"),
        Parsed("https://h:443/", "https://h/"),
        Parsed("http://h:443/", "http://h:443/"),
        Parsed("ws://h:80/", "ws://h/"),
        Parsed("wss://h:443/", "wss://h/"),
        Parsed("ftp://h:21/", "ftp://h/"),
        Parsed("http://h:/", "http://h/"),
        Parsed("http://h:00080/", "http://h/"),
        Parsed("http://h:0/", "http://h:0/"),
        Parsed("http://h:65535/", "http://h:65535/"),
        Parsed("http://h:65536/", nil),
        Parsed("http://h:99999999999999999999999/", nil),
        Parsed("http://h:8a/", nil),
        Parsed("http://h: 80/", nil),
        Parsed("foo://h:80/", "foo://h:80/"),
        // No scheme, no host
        Parsed("", nil),
        Parsed("example.com/a", nil),
        Parsed("//h/a", nil),
        Parsed("1a://h", nil),
        Parsed("http://", nil),
        Parsed("https:///", nil),
        Parsed("http://:80/", nil),
        Parsed("http://?q", nil),
        // Other schemes
        Parsed("MAILTO:a@b.org?subject=x y", "mailto:a@b.org?subject=x%20y"),
        Parsed("data:text/plain,a é#f", "data:text/plain,a %C3%A9#f"),
        Parsed("foo:a #f", "foo:a%20#f"),
        Parsed("javascript:alert(1)", "javascript:alert(1)"),
        Parsed("magnet:?xt=urn:btih:1", "magnet:?xt=urn:btih:1"),
        Parsed("foo:/a/../b", "foo:/b"),
        Parsed("foo:/..//p", "foo:/.//p"),
        Parsed("foo://", "foo://"),
        Parsed("foo:///a", "foo:///a"),
        Parsed("foo://H/a", "foo://H/a"),
        Parsed("foo://é/", "foo://%C3%A9/"),
        Parsed("foo://a b/", nil),
        Parsed("file:///etc/passwd", "file:///etc/passwd"),
        Parsed("file:/etc/passwd", "file:///etc/passwd"),
        Parsed("file://localhost/a", "file:///a"),
    ])
    func parses(_ url: Parsed) { url.check() }

    @Test(arguments: [
        Parsed("c", on: "http://h/a/b?q#f", "http://h/a/c"),
        Parsed("./c", on: "http://h/a/b", "http://h/a/c"),
        Parsed("../c", on: "http://h/a/b/", "http://h/a/c"),
        Parsed("../../../c", on: "http://h/a/b/", "http://h/c"),
        Parsed("..", on: "http://h/a/b/c", "http://h/a/"),
        Parsed(".", on: "http://h/a/b", "http://h/a/"),
        Parsed("/c", on: "http://h/a/b", "http://h/c"),
        Parsed("\\c", on: "http://h/a/b", "http://h/c"),
        Parsed("//i/c", on: "https://h/a", "https://i/c"),
        Parsed("\\\\i/c", on: "https://h/a", "https://i/c"),
        Parsed("///i/c", on: "https://h/a", "https://i/c"),
        Parsed("", on: "http://h/a?q#f", "http://h/a?q"),
        Parsed("?p", on: "http://h/a?q#f", "http://h/a?p"),
        Parsed("#g", on: "http://h/a?q#f", "http://h/a?q#g"),
        Parsed("c?d#e", on: "http://u:p@h:81/a?q", "http://u:p@h:81/c?d#e"),
        Parsed("http:c", on: "http://h/a/b", "http://h/a/c"),
        Parsed("http:/c", on: "http://h/a/b", "http://h/c"),
        Parsed("https:c", on: "http://h/a/b", "https://c/"),
        Parsed("a:b", on: "http://h/", "a:b"),
        Parsed("http://i/é", on: "http://h/", "http://i/%C3%A9"),
        Parsed("http://i/a/../b", on: "http://h/", "http://i/b"),
        Parsed("c", on: "foo:/a/b", "foo:/a/c"),
        Parsed("//i", on: "foo:/a", "foo://i"),
        Parsed("/..//c", on: "foo:/a", "foo:/.//c"),
        Parsed("c", on: "foo:/.//p/q", "foo:/.//p/c"),
        Parsed("/", on: "foo:/.//p", "foo:/"),
        Parsed("#g", on: "mailto:a", "mailto:a#g"),
        Parsed("c", on: "mailto:a", nil),
        Parsed("//h:x/", on: "http://h/", nil),
    ])
    func resolves(_ reference: Parsed) { reference.check() }

    @Test(arguments: [
        ("nothing", WebURLError.noScheme), ("http://", .noHost), ("http://u@/", .noHost),
        ("http://a b/", .badHost("a b")),
        ("http://1.2.3.4.5/", .badHost("1.2.3.4.5")), ("http://h:x/", .badPort("x")),
        ("http://h:70000/", .badPort("70000")),
    ])
    func saysWhatIsWrong(with text: String, error: WebURLError) {
        #expect(throws: error) { try WebURL(parsing: text) }
    }

    @Test func hasComponents() throws {
        let url = try WebURL(parsing: "https://u:p@example.org:8080/a/b?q=1#f")
        #expect(url.scheme == "https")
        #expect(url.host == "example.org")
        #expect(url.port == 8080)
        #expect(url.path == "/a/b")
        #expect(url.query == "q=1")
        #expect(url.fragment == "f")
        #expect(url.isHTTP)
        #expect(url.description == "https://u:p@example.org:8080/a/b?q=1#f")
    }

    @Test func lacksComponents() throws {
        let mail = try WebURL(parsing: "mailto:a@b.org")
        #expect(mail.scheme == "mailto")
        #expect(mail.host == nil)
        #expect(mail.path == "a@b.org")
        #expect(mail.query == nil && mail.fragment == nil && mail.port == nil)
        #expect(!mail.isHTTP)
        let empty = try WebURL(parsing: "http://h/?#")
        #expect(empty.query == "" && empty.fragment == "")
    }

    @Test(arguments: [
        "http://example.com/", "https://example.com/a/b.html?x=1&y=%C3%A9#f", "https://a_b.example-1.org/x;y/z%zz",
        "https://example.com/a?#", "https://example.com//", "https://xn.example/a", "https://axn--b.example/a",
        "http://example.com:8080/a", "https://example.com:80/", "http://1.2.3.4/", "http://127.0.0.1:8791/a?b#c",
        "http://a.example:1/", "http://a.example:65535/",
    ])
    func takesCleanURLsAsTheyAre(_ text: String) throws {
        let layout = try #require(WebURL.Layout(ofClean: text))
        var parser = try URLParser(text, base: nil)
        let parsed = try parser.parse()
        #expect(parsed.href == text)
        #expect(parsed.layout == layout)
    }

    @Test(arguments: [
        "http://example.com", "http://Example.com/", "http://example.com:80/", "http://u@example.com/",
        "http://1.2.3/", "http://01.2.3.4/", "http://1.2.3.256/", "http://1.2.3.4./", "http://1.2.3.4a/",
        "http://1.2.3.4:80/", "http://h:/", "http://h:0/", "http://h:080/", "http://h:65536/", "http://h:123456/",
        "http://h:8x/", "http://h:8", "http://h:8?a", "http://1.2.3.4?a", "https://h:443/",
        "http://0x7f.1/", "http://xn--a.example/", "http://a.xn--b/", "http://example.com./", "http://h/a/../b",
        "http://h/%2e/", "http://h/a b", "http://h/é", "http://h/a\\b", "http://h/?'", "http://h/#`", "http:///h/",
        "ftp://h/",
        " http://h/", "http://h/\n", "HTTP://h/", "http://", "http:/",
    ])
    func looksCloselyAtTheRest(_ text: String) {
        #expect(WebURL.Layout(ofClean: text) == nil)
    }
}

/// Clean references are not parsed; they must come out as if they had been.
@Test(arguments: [
    "https://example.com/a/b?c=d&e#f", "http://example.com/", "https://example.com", "HTTPS://example.com/",
    "https://xn--bcher-kva.example/", "https://example.com/a/../b", "https://example.com/é", "https://1.2.3/",
    "/", "/a", "/a/b.c?d=e#f", "/a/./b", "/a/%2e%2e/b", "/a b", "/é", "/a\\b", "//other.example/x",
    "/\\other.example/x", "/a#é",
    "/?q", "/?q='", "/#", "/.a", "/a|b", "/a\tb", "?q", "#f", "a/b", "../a", "mailto:a@b.example", "http:a",
    "https://a b/", "/a//b",
    "https://user@example.com/", "https://example.com:443/a", "https://example.com:444", "http://1.2.3.4:5",
])
func resolvesBytesAsStrings(reference: String) throws {
    for base in [
        "https://www.example.org/x/y?z#w", "http://example.org:8080", "mailto:a@b.example", "ftp://h.example/a/b",
    ] {
        let base = try WebURL(parsing: base)
        var (reference, address) = (reference, Array("before".utf8))
        let isResolved = reference.withUTF8 { base.resolve($0, into: &address) }
        let expected = base.resolving(reference)?.href
        #expect(isResolved == (expected != nil))
        #expect(String(decoding: address, as: UTF8.self) == "before" + (expected ?? ""))
    }
}

import Testing

@testable import Fetch

struct TargetTests {
    @Test(arguments: [
        ("http://Example.org/a", "http://Example.org/a", "example.org", "80"),
        ("https://example.org", "https://example.org/", "example.org", "443"),
        ("http://example.org:8080/a/../b?q=a%2Fb&c", "http://example.org:8080/a/../b?q=a%2Fb&c", "example.org", "8080"),
        ("http://u:p@example.org/#x", "http://example.org/", "example.org", "80"),
        ("http://[::1]:81/", "http://[::1]:81/", "::1", "81"),
        ("http://h/ä b", "http://h/%c3%a4%20b", "h", "80"),
    ])
    func isTakenApart(_ text: String, _ url: String, _ host: String, _ port: String) throws {
        let target = try Target(text)
        #expect(target.url == url)
        #expect(target.host == host)
        #expect(target.port == port)
    }

    /// What is taken apart without libcurl's parser comes apart in the same way; the rest is left to it.
    @Test(arguments: [
        ("http://example.org/", true), ("https://feeds.example.org:8443/a//b;c/../d.xml?q=1&r=a:b,c+d", true),
        ("http://127.0.0.1:8791/7.xml", true), ("http://xn--bcher-kva.example./~u/_/-", true),
        ("https://h:443/", true), ("http://h:65535/", true), ("http://a.b-c.d/??a", true), ("http://h/??", false),
        ("http://h/?", false),
        ("http://1.2.3.4/x", true),
        ("http://127.1/", false), ("http://010.0.0.1/", false), ("http://1.example/", false), ("http://0x7f.1/", false),
        ("http://H/", false), ("HTTP://h/", false), ("http://h", false), ("http://h?q", false), ("http://h/#a", false),
        ("http://h/%41", false), ("http://h/a b", false), ("http://h/ä", false), ("http://u@h/", false),
        ("http://h:080/", false), ("http://h:65536/", false), ("http://h:/", false), ("http://h:0/", false),
        ("http://[::1]/", false), ("http://h/a\\b", false), ("http://-h/", false), ("http:///", false),
        ("http://h/a\0b", false), ("http://h/a\n", false), ("http://h_h/", false), ("ftp://h/", false), ("", false),
    ])
    func plainURLsNeedNoParser(_ text: String, _ isPlain: Bool) throws {
        let plain = Target(plain: text)
        #expect((plain != nil) == isPlain)
        if let plain { #expect(try Target(parsing: text) == plain) }
    }

    @Test(arguments: [
        ("ftp://h/", FetchError.unsupportedScheme("ftp")), ("file:///etc/passwd", .unsupportedScheme("file")),
        ("/feed", .badURL("/feed")), ("", .badURL("")), ("http://", .badURL("http://")),
        ("http://h:99999/", .badURL("http://h:99999/")), ("http://a\0.b/", .badURL("http://a\0.b/")),
        ("http://u:p@s@h:99999/a@b", .badURL("http://h:99999/a@b")), ("u:p@h", .badURL("h")),
    ])
    func otherURLsAreRefused(_ text: String, _ error: FetchError) {
        #expect(throws: error) { try Target(text) }
    }

    @Test(arguments: [
        ("/c", "http://h/c"), ("c?d", "http://h/a/c?d"), ("../c", "http://h/c"), ("?q", "http://h/a/b?q"),
        ("//other/c", "http://other/c"), ("https://other:444/c", "https://other:444/c"),
        ("/ü x", "http://h/%c3%bc%20x"),
        ("http://u:p@other/", "http://other/"), ("/c#d", "http://h/c"), ("/./c/../d", "http://h/d"),
    ])
    func locationsAreResolved(_ location: String, _ url: String) throws {
        #expect(try Target("http://h/a/b").resolving(Array(location.utf8)).url == url)
    }

    @Test func credentialsOfTheURLAreDecoded() throws {
        #expect(try Target("http://a%40b:c%3Ad@h/").credentials == .init(username: "a@b", password: "c:d"))
    }
}

struct RedirectChainTests {
    private func location(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    @Test func secretsStayWithTheirOrigin() throws {
        var chain = try RedirectChain(Request(url: "http://h/"))
        for (url, isOwner) in [
            ("/a", true), ("https://h/", false), ("http://h:80/", true), ("http://h:81/", false), ("http://o/", false),
            ("http://H/", true),
        ] {
            #expect(try chain.follow(status: 302, location: location(url)))
            #expect(chain.sendsSecrets == isOwner, "\(url)")
        }
    }

    @Test func aMovedFeedsSecretsStayWithTheOldOrigin() throws {
        var request = Request(url: "https://new.example/")
        request.secretsURL = "https://old.example/feed"
        #expect(try !RedirectChain(request).sendsSecrets)
    }

    /// The pages of a feed that a program or a file brings are asked for, without what feeds.toml has of secrets for it.
    @Test(arguments: ["push:mine", "command:mine", "file:///srv/mine.xml", "ftp://new.example/feed"])
    func whatHasNoWebAddressSharesItsSecretsWithNoPage(_ owner: String) throws {
        var request = Request(url: "https://new.example/page")
        request.secretsURL = owner
        request.credentials = .init(username: "u", password: "p")
        let chain = try RedirectChain(request)
        #expect(!chain.sendsSecrets && chain.target.url == "https://new.example/page")
    }

    @Test(arguments: [(8_000, true), (9_000, false)])
    func aTargetMayBeSoLong(_ count: Int, _ isFollowed: Bool) throws {
        var chain = try RedirectChain(Request(url: "http://h/"))
        let target = location("/?" + String(repeating: "b", count: count))
        #expect((try? chain.follow(status: 301, location: target)) == (isFollowed ? true : nil))
        #expect(chain.hops.isEmpty != isFollowed)
    }

    @Test func credentialsKeepAChainOnHTTPS() throws {
        var request = Request(url: "https://h/")
        var chain = try RedirectChain(request)
        #expect(try chain.follow(status: 301, location: location("http://h/")))
        request.credentials = .init(username: "u", password: "p")
        chain = try RedirectChain(request)
        #expect(throws: FetchError.self) { try chain.follow(status: 301, location: location("http://h/")) }
    }

    @Test(arguments: [
        ([], nil), ([301], "u1"), ([308, 301], "u2"), ([301, 302], "u1"), ([302, 301], nil), ([307], nil), ([303], nil),
        ([301, 307, 308], "u1"),
    ])
    func thePermanentBeginningMoves(_ statuses: [Int], _ name: String?) throws {
        var chain = try RedirectChain(Request(url: "http://h/u0"))
        for (index, status) in statuses.enumerated() {
            #expect(try chain.follow(status: status, location: location("u\(index + 1)")))
        }
        let response = Response(
            status: 200, finalURL: chain.target.url, hops: chain.hops, headers: HeaderFields(), body: [],
            isDelimited: true, elapsed: .zero
        )
        #expect(response.permanentURL == name.map { "http://h/\($0)" })
    }

    @Test func onlyRedirectsWithALocationAreFollowed() throws {
        var chain = try RedirectChain(Request(url: "http://h/"))
        for status in [200, 201, 300, 304, 305, 306, 404] {
            #expect(try !chain.follow(status: status, location: location("/a")))
        }
        #expect(try !chain.follow(status: 301, location: nil))
    }
}

struct LookupGateTests {
    private let start = ContinuousClock.now

    @Test func paceIsByName() {
        let gate = LookupLimiter(limit: 2)
        #expect(gate.enter("a", id: 1, now: start))
        #expect(gate.enter("b", id: 2, now: start))
        #expect(gate.enter("a", id: 3, now: start))
        #expect(!gate.enter("c", id: 4, now: start))
        #expect(!gate.enter("d", id: 5, now: start))
        #expect(gate.next(now: start) == nil)
        gate.leave("a")
        #expect(gate.next(now: start)?.id == 4)
        #expect(gate.next(now: start) == nil)
        gate.leave("c")
        gate.leave("b")
        #expect(gate.next(now: start)?.id == 5)
        #expect(gate.next(now: start) == nil)
        #expect(!gate.isWaitedFor)
    }

    @Test func nobodyIsOvertaken() {
        let gate = LookupLimiter(limit: 1)
        #expect(gate.enter("a", id: 1, now: start))
        #expect(!gate.enter("b", id: 2, now: start))
        gate.leave("a")
        #expect(!gate.enter("c", id: 3, now: start))
        #expect(gate.next(now: start)?.id == 2)
    }

    @Test func aLookupThatLastsGivesItsPlaceAway() {
        let gate = LookupLimiter(limit: 2)
        let later = start + LookupLimiter.patience
        #expect(gate.enter("dead", id: 1, now: start))
        #expect(gate.enter("quick", id: 2, now: later - .milliseconds(1)))
        #expect(!gate.enter("a", id: 3, now: later - .milliseconds(1)))
        #expect(!gate.enter("b", id: 4, now: later - .milliseconds(1)))
        #expect(gate.next(now: later)?.id == 3)
        #expect(gate.next(now: later) == nil)
        gate.leave("dead")  // which had no place any more
        #expect(gate.next(now: later) == nil)
        gate.leave("a")
        #expect(gate.next(now: later)?.id == 4)
    }
}

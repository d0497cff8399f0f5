import Testing

@testable import Web

/// A component before and after its layer, and the folds that are on.
struct Layered: CustomTestStringConvertible {
    let input: String
    let output: String
    let folds: CanonicalURL.Folds

    init(_ input: String, _ output: String, _ folds: CanonicalURL.Folds = []) {
        (self.input, self.output, self.folds) = (input, output, folds)
    }

    var testDescription: String { input }

    func check(_ layer: (Span<UInt8>, CanonicalURL.Folds, inout [UInt8]) -> Void) {
        var bytes = Array("https://".utf8)
        let before = bytes
        layer(input.utf8Span.span, folds, &bytes)
        #expect(bytes.starts(with: before))
        #expect(String(decoding: bytes.dropFirst(before.count), as: UTF8.self) == output)
    }
}

@Suite struct CanonicalLayerTests {
    @Test(arguments: [
        Layered("example.com", "example.com"), Layered("www.example.com", "example.com"), Layered("www.www.a.b", "a.b"),
        Layered("www.com", "www.com"), Layered("www.com.", "www.com."), Layered("www..com", "www..com"),
        Layered("www", "www"), Layered("wwww.a.b", "wwww.a.b"), Layered("a.www.b.c", "a.www.b.c"),
        Layered("[::1]", "[::1]"),
        Layered("en.m.wikipedia.org", "en.wikipedia.org"), Layered("en.m.m.wikipedia.org", "en.wikipedia.org"),
        Layered("m.wikipedia.org", "m.wikipedia.org"), Layered("m.youtube.com", "youtube.com"),
        Layered("m.youtube.com.example", "m.youtube.com.example"),
        Layered("en.m.wikipedia.org.example", "en.m.wikipedia.org.example"),
        Layered("m.a.b", "m.a.b"), Layered("m.a.b", "a.b", .mobile), Layered("mobile.a.b", "a.b", .mobile),
        Layered("www.m.www.a.b", "a.b", .mobile), Layered("m.com", "m.com", .mobile), Layered("amp.a.b", "a.b", .amp),
        Layered("amp.m.a.b", "m.a.b", .amp), Layered("amp.m.a.b", "a.b", [.amp, .mobile]),
        Layered("twitter.com", "x.com", .sites), Layered("mobile.twitter.com", "x.com", .sites),
        Layered("www.old.reddit.com", "reddit.com", .sites),
        Layered("twitter.com.example", "twitter.com.example", .sites),
    ])
    func host(_ host: Layered) {
        host.check { CanonicalHost.append($0, folding: $1, to: &$2) }
    }

    @Test(arguments: [
        Layered("/", "/"), Layered("/a/", "/a"), Layered("/a//", "/a//"), Layered("//", "//"), Layered("//a", "//a"),
        Layered("/index.html", "/"), Layered("/index.htm", "/"), Layered("/a/index.html/", "/a"),
        Layered("/index.html/index.html", "/"), Layered("/a//index.html", "/a//"),
        Layered("/xindex.html", "/xindex.html"),
        Layered("/Index.html", "/Index.html"), Layered("/index.php", "/index.php"),
        Layered("/%61%2d%7E%2f%3b%20", "/a-~%2F%3B%20"), Layered("/%21%27%28%29%2A%2C%3A%40", "/!'()*,:@"),
        Layered("/%24%26%2B%3D%5B%5D", "/%24%26%2B%3D%5B%5D"), Layered("/%c3%a9", "/%C3%A9"),
        // A `%` that begins nothing must not begin something once its neighbours are decoded.
        Layered("/%%34%31", "/%%341"), Layered("/%4%31", "/%4%31"), Layered("/%", "/%"), Layered("/%zz%41", "/%zzA"),
        Layered("/%2541", "/%2541"),
        Layered("/a;jsessionid=1", "/a"), Layered("/a;JSessionID=1;b=2/c", "/a;b=2/c"),
        Layered("/a;jsessionid", "/a;jsessionid"),
        Layered("/a/..;jsessionid=1/b", "/b"), Layered("/a/.;jsessionid=1", "/a"), Layered("/..;phpsessid=1", "/"),
        Layered("/;jsessionid=1", "/"), Layered("/(S(lit3py55t21z5v55vlm25s55));jsessionid=1/a", "/a"),
        Layered("/(S(lit3py55t21z5v55vlm25s55))", "/"), Layered("/(S(lit3py))/a", "/(S(lit3py))/a"),
        Layered("/a//b///", "/a/b", .slashes), Layered("/a/index.html//", "/a", .slashes),
        Layered("/amp/a", "/a", .amp), Layered("/amp/amp/a/amp/", "/a", .amp), Layered("/amp", "/", .amp),
        Layered("/a.amp", "/a", .amp), Layered("/a.amp.html", "/a.html", .amp), Layered("/index.amp.html", "/", .amp),
        Layered("/.amp", "/.amp", .amp), Layered("/..amp", "/..amp", .amp), Layered("/lamp", "/lamp", .amp),
        Layered("/a/print/", "/a", .print), Layered("/a/blueprint", "/a/blueprint", .print),
        Layered("/a/print", "/a/print", .amp),
        Layered("/A/B%2F%c3", "/a/b%2F%C3", .case), Layered("/INDEX.HTML", "/", .case),
    ])
    func path(_ path: Layered) {
        path.check { CanonicalPath.append($0, folding: $1, to: &$2) }
    }

    @Test(arguments: [
        Layered("?a=1", "?a=1"), Layered("?b=2&a=1", "?a=1&b=2"), Layered("?a=2&b=1&a=1", "?a=2&a=1&b=1"),
        Layered("?a&a=", "?a&a="), Layered("?ab=1&a=2", "?a=2&ab=1"), Layered("?&&", ""), Layered("?a=1&&b", "?a=1&b"),
        Layered("?utm_source=x", ""), Layered("?utm_source=x&&fbclid", ""),
        Layered("?b=%7e%2f+%20&a=%21", "?a=%21&b=~%2F+%20"),
        Layered("?a=1?utm_source=x", "?a=1"), Layered("?a=1?utm_source=x?b=2", "?a=1?b=2"),
        Layered("?utm_source=x?a=1&b", "?a=1&b"),
        Layered("?a=1&utm_source=x?c&b", "?a=1&b&c"), Layered("??utm_source=x", ""), Layered("??a", "??a"),
        Layered("?amp;utm_source=x&amp;b=1", "?amp;b=1"), Layered("?amp;amp%3butm_source=x", ""),
        Layered("?%%34%31=1", "?%%341=1"), Layered("?ns_id=1&ns_x=2", "?ns_id=1"),
        Layered("?amp=1&a", "?a", .amp), Layered("?outputType=amp&output=html", "?output=html", .amp),
        Layered("?print=true&view=print&view=list", "?view=list", .print),
        Layered("?ref=main&referrer=x&b", "?b", .referrer),
        Layered("?ID=Ab%c3&B", "?b&id=Ab%C3", .case), Layered("?ref=main&amp=1", "?amp=1&ref=main", .slashes),
    ])
    func query(_ query: Layered) {
        query.check { CanonicalQuery.append($0, folding: $1, to: &$2) }
    }

    @Test(arguments: [
        Layered("#a", "#a"), Layered("#", ""), Layered("#top", ""), Layered("#Top", ""), Layered("#topic", "#topic"),
        Layered("#_=_", ""),
        Layered("#:~:text=a", ""), Layered("#a:~:text=b", "#a"), Layered("#top:~:text=b", ""),
        Layered("#%7e%2f", "#~%2F"),
        Layered("#utm_source=a&utm_medium=b", ""), Layered("#a&utm_source=b", "#a"), Layered("#utm_source=a&top", ""),
        Layered("#!/a?utm_source=b", "#!/a"), Layered("#xtor=RSS-1", ""), Layered("#ns_a", "#ns_a"),
        Layered("#ns_id=a", "#ns_id=a"),
        Layered("#b=1&a=2", "#b=1&a=2"), Layered("#038;utm_source=a&#038;utm_medium=b", ""), Layered("#source=rss", ""),
        Layered("#respond", ""), Layered("#disqus_thread", ""), Layered("#more-1187", ""), Layered("#xtor", ""),
        Layered("#ixzz2bQrStU", ""), Layered("#sthash.Yk41xPqL.dpuf", ""), Layered("#tk.rss_all", ""),
        Layered("#.VYz3Kfl7xbE", ""), Layered("#.UqB3IPRDuSo.twitter", ""),
        Layered("#comments", "#comments"), Layered("#rss", "#rss"), Layered("#respond-2", "#respond-2"),
        Layered("#more-", "#more-"), Layered("#more-on-this", "#more-on-this"), Layered("#ixzz", "#ixzz"),
        Layered("#ixzz-2bQrStU", "#ixzz-2bQrStU"), Layered("#tk.", "#tk."), Layered("#.fromString", "#.fromString"),
        Layered("#.EventEmitter", "#.EventEmitter"), Layered("#.TextureArray", "#.TextureArray"),
        Layered("#.VYz3Kfl7xbF", "#.VYz3Kfl7xbF"), Layered("#VYz3Kfl7xbE", "#VYz3Kfl7xbE"),
    ])
    func fragment(_ fragment: Layered) {
        fragment.check { bytes, _, output in CanonicalFragment.append(bytes, to: &output) }
    }

    @Test(arguments: [
        ("rss", true), ("RSS", true), ("atom", true), ("feed", true), ("feeds", true), ("rss2", true), ("atom10", true),
        ("rss-1", true), ("rss----3b1f", true), ("publicrss", true), ("feedburner", true), ("rss_markets_main", true),
        ("public-rss", true), ("rss2.0", true), ("rss%20feed", true), ("my%20feed", true), ("--rss--", true),
        ("newsfeed", true),
        ("", false), ("main", false), ("feedback", false), ("atomic", false), ("press", false), ("buzzfeed", false),
        ("1", false),
        ("how-rss-works", false), ("---", false), ("rs", false), ("%72", false), ("feed-the-world", true),
    ])
    func marksOfFeeds(value: String, isMark: Bool) {
        let bytes = Array(("source=" + value).utf8)
        #expect(FeedMark.isFeedLike(7..<bytes.count, of: bytes) == isMark)
    }
}

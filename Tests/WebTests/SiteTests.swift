import Testing

@testable import Web

struct SiteTests {
    @Test(arguments: [
        ("https://a.example/feed", "https://a.example/1", true),
        ("https://feeds.a.example/x", "https://a.example/1", true),
        ("https://www.A.example:8443/feed", "https://blog.a.example/1", true),
        ("https://one.blogs.example/feed", "https://two.blogs.example/1", false),
        ("https://b.example/feed", "https://a.example/1", false),
        ("https://xa.example/feed", "https://a.example/1", false),
        ("https://example/feed", "https://a.example/1", false), ("http://127.0.0.1:80/a", "https://a.example/1", false),
        ("https://a.example/feed?u=@b.example", "https://b.example/1", false),
        ("https://b.example@a.example/feed", "https://b.example/1", false),
        ("https://user@a.example/feed", "https://a.example/1", true), ("http://[::1]:80/a", "https://[::1]/b", true),
        ("https://u:p@WWW.a.example/feed", "https://a.example:1?x", true),
        ("https://a.example#x", "//a.example", false),
        ("https://a.example/feed", "https://a.example.b.example/1", false), ("https://a.example/feed", "", false),
    ])
    func aSiteIsAHostAndWhatLiesWithinIt(_ feed: String, _ url: String, owns: Bool) {
        #expect(Site(feed).owns(url) == owns)
    }
}

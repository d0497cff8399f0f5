import Testing

@testable import Cleaning

struct PagePartTests {
    static let pairs: [(url: String, next: String, isNext: Bool)] = [
        ("https://a.example/story", "https://a.example/story/2", true),
        ("https://a.example/story/2", "https://a.example/story/3", true),
        ("https://a.example/story", "https://a.example/story?page=2", true),
        ("https://a.example/story?id=7&page=2", "https://a.example/story?id=7&page=3", true),
        ("https://a.example/story.html", "https://a.example/story-2.html", true),
        ("https://a.example/story/", "https://a.example/story/page/2/", true),
        ("https://a.example/story", "https://a.example/other", false),
        ("https://a.example/story", "https://a.example/story/3", false),
        ("https://a.example/story/2", "https://a.example/story", false),
        ("https://a.example/story", "https://b.example/story/2", false),
        ("https://a.example/?p=7", "https://a.example/?p=9", false),
        ("https://a.example/story", "https://a.example/story", false),
    ]

    @Test(arguments: pairs)
    func tellsTheNextPart(url: String, next: String, isNext: Bool) { #expect(PagePart.isNext(next, of: url) == isNext) }
}

import Testing

@testable import Model

@Suite("Slugs")
struct SlugTests {
    @Test(arguments: [
        ("US Urges Russia: De-escalate!", "us-urges-russia-de-escalate"),
        ("  --Hello,   World--  ", "hello-world"),
        ("Don't panic", "dont-panic"),
        ("Crème brûlée à l’orange", "creme-brulee-a-lorange"),
        ("Привет, мир", "привет-мир"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("हिन्दी", "हिन्दी"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("a\u{0}b\nc/d", "a-b-c-d"),
        ("🎉🎉", ""),
        ("", ""),
    ])
    func rules(title: String, slug: String) {
        #expect(Slug.make(title) == slug)
    }

    @Test("cut at a word's end, never over the limit, never half a character", arguments: ["word", "wörter", "字", "x"])
    func limit(word: String) {
        for count in [1, 30, 300] {
            for separator in [" ", ""] {
                let slug = Slug.make(Array(repeating: word, count: count).joined(separator: separator), limit: 40)
                #expect(slug.utf8.count <= 40)
                #expect(!slug.isEmpty && !slug.hasSuffix("-"))
                #expect(!slug.unicodeScalars.contains("\u{FFFD}"))
            }
        }
    }
}

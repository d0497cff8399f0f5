import Testing

@testable import Patterns

/// RE2 behind the words that feeds.toml has always had.
struct PatternTests {
    @Test(arguments: [
        ("(?i)\\bölpreis\\b", "Der ÖLPREIS fällt", true), ("(?i)\\bölpreis\\b", "Erdölpreis", false),
        ("^\\w+ fällt$", "ÖLPREIS fällt", true), ("^\\w+ fällt$", "- fällt", false),
        ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "food", false), ("\\bfoo\\b \\bbar\\b", "foo bar", true),
        ("\\Boo", "foo", true), ("\\Bfoo", "foo", false), ("\\b.{3}\\b", "äöü", true), ("^\\b.{3}\\b$", "äöüß", false),
        ("[^\\W\\d_]{3}", "12äöü", true), ("[^\\W\\d_]{4}", "12äöü", false), ("[\\W]", "äöü", false),
        ("\\d+", "٣٤", true), ("\\s", "a\u{2003}b", true), ("[\\S]", " \u{2003}", false),
        ("^(\\w+\\s?)+$", "An ordinary headline, as there are many of them in the world!", false),
        ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true), ("(?s)\\ba.c\\b", "a\nc", true),
        ("\\ba.c\\b", "a\nc", false),
        ("(?<year>\\d{4})", "2026", true), ("\\p{Letter}", "é", true), ("\\p{Script=Greek}", "a", false),
        ("[[:alpha:]]", "é", true), ("\\Q1+1\\E", "1+1", true), ("x{2}", "xx", true), ("x{", "x{", true),
        ("\\u{e9}", "é", true), ("é", "e\u{301}", true), ("foo$", "foo", true), ("\\bfoo$", "a foo", true),
        ("(?m)^foo\\b", "a\nfoo b", true), ("\\b", "", false), ("", "", true), ("(?#note)a", "a", true),
    ])
    func finds(pattern: String, text: String, isFound: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == isFound, "\(pattern) in \(text)")
    }

    @Test(arguments: [
        ("(a)\\1", "back-references"), ("(?=a)", "look-ahead"), ("(?<!a)b", "look-behind"), ("(?>a)", "atomic"),
        ("a++", "possessive"), ("[a&&b]", "set operations"), ("(", "missing"), ("[a", "not closed"),
        ("a\\", "backslash"),
        ("\\y", "unknown"), ("*", "repetition"), ("\\p{Nonsense}", "range"), ("a{2000}", "repetition"),
    ])
    func refuses(pattern: String, word: String) {
        #expect {
            _ = try Pattern(pattern)
        } throws: {
            ($0 as? Pattern.Fault)?.reason.contains(word) == true
        }
    }

    @Test(.timeLimit(.minutes(1))) func timeIsLinear() throws {
        let pattern = try Pattern("^(\\w+\\s?)+$")
        #expect(!pattern.matches(String(repeating: "word ", count: 20_000) + "!"))
        #expect(try !Pattern("(a*)*b").matches(String(repeating: "a", count: 100_000)))
    }
}

import Bytes
import Testing

struct ActingCharactersTests {
    @Test(arguments: [
        ("a\u{85}b\u{9F}", "ab"), ("\u{202E}x\u{202D}", "x"), ("\u{FFFE}\u{FFFF}y", "y"), ("", ""),
        ("\u{A0}é“日本”\u{2028}\u{2067}\u{FFFD}", "\u{A0}é“日本”\u{2028}\u{2067}\u{FFFD}"),
    ])
    func areRemoved(_ text: String, _ kept: String) {
        #expect(ActingCharacters.removed(from: Array(text.utf8)) == Array(kept.utf8))
    }

    @Test(arguments: [
        ("{\"a\":\"\u{9B}31m\u{7F}\"}", #"{"a":"\u009b31m\u007f"}"#),
        ("[\"\u{202E}\u{2066}é\u{2028}\",\"\u{FFFF}\"]", #"["\u202e\u2066é\u2028","\uffff"]"#),
        ("{\"plain\":\"“日本” \u{200E}🙂\"}", "{\"plain\":\"“日本” \u{200E}🙂\"}"), ("", ""),
    ])
    func areEscapedInJSON(_ json: String, _ escaped: String) {
        #expect(String(decoding: ActingCharacters.escaped(inJSON: Array(json.utf8)), as: UTF8.self) == escaped)
    }

    @Test(arguments: [
        ("a\u{1B}[31mb\nc\u{9B}", "a [31mb c "), ("x\u{202E}y\u{2067}z\u{2069}", "xyz"),
        ("שלום\u{200F}", "שלום\u{200F}"),
    ])
    func linesAreDefused(_ text: String, _ line: String) { #expect(text.defused == line) }
}

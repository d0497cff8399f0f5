import Bytes
import Testing

/// Texts are copied by blocks, and escaped as a loop over characters would.
@Suite struct JSONEscapeTests {
    private func written(_ text: String, to end: Int? = nil) -> (text: String, end: Int) {
        var bytes = Array(text.utf8)
        return bytes.withUnsafeMutableBufferPointer { bytes in
            let room = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count * JSONEscape.longest + 16)
            defer { room.deallocate() }
            let done = JSONEscape.write(UnsafeBufferPointer(bytes), 0..<(end ?? bytes.count), to: room)
            return (String(decoding: UnsafeBufferPointer(start: room, count: done.written), as: UTF8.self), done.end)
        }
    }

    /// What the characters become.
    static let characters: [(Character, String)] = [
        ("\"", "\\\""), ("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("\u{1}", "\\u0001"),
        ("\u{7F}", "\\u007f"), ("\u{80}", "\\u0080"), ("\u{9F}", "\\u009f"), ("\u{A0}", "\u{A0}"), ("é", "é"),
        ("\u{2027}", "\u{2027}"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029"), ("\u{202E}", "\\u202e"),
        ("\u{202F}", "\u{202F}"), ("\u{2065}", "\u{2065}"), ("\u{2066}", "\\u2066"), ("\u{2069}", "\\u2069"),
        ("\u{206A}", "\u{206A}"), ("’", "’"), ("—", "—"), ("\u{FFFD}", "\u{FFFD}"), ("\u{FFFE}", "\\ufffe"),
        ("\u{FFFF}", "\\uffff"), ("\u{FEFF}", "\u{FEFF}"), ("😀", "😀"), ("語", "語"),
    ]

    @Test(arguments: characters.indices)
    func writesEachCharacterAtEveryPlace(_ index: Int) {
        let (character, form) = Self.characters[index]
        for before in 0..<70 {
            for (after, tail) in [(0, ""), (1, "\""), (20, "’"), (70, "\n\u{A0}")] {
                let rest = String(repeating: "b", count: after)
                let text = String(repeating: "a", count: before) + String(character) + rest + tail
                let tailForm = tail.isEmpty ? "" : tail == "\"" ? "\\\"" : tail == "’" ? "’" : "\\n\u{A0}"
                #expect(written(text).text == String(repeating: "a", count: before) + form + rest + tailForm)
            }
        }
    }

    @Test func writesTheRestOfACharacterThatTheRangeCuts() {
        for (character, form) in Self.characters {
            let length = String(character).utf8.count
            let text = String(repeating: "a", count: 33) + String(character) + "b"
            for cut in 1..<max(length, 2) where form.hasPrefix("\\") {
                let (written, end) = written(text, to: 33 + cut)
                #expect(written == String(repeating: "a", count: 33) + form)
                #expect(end == 33 + length)
            }
        }
    }
}

import Foundation
import Model
import Synchronization
import Testing

@Suite("JSON writing")
struct JSONWriterTests {
    @Test(
        "strings are escaped as RFC 8259 says, and what breaks lines or terminals is escaped too",
        arguments: [
            ("plain", #""plain""#),
            ("quote \" back \\ slash /", #""quote \" back \\ slash /""#),
            ("line\nfeed\r\ttab", #""line\nfeed\r\ttab""#),
            ("\u{0}\u{1}\u{1F}\u{7F}", #""\u0000\u0001\u001f\u007f""#),
            ("\u{2028}and\u{2029}", #""\u2028and\u2029""#),
            ("Grüße, 世界, 🌍", #""Grüße, 世界, 🌍""#),
            // What acts on the text around it, and its neighbours, which do not.
            ("\u{2027}\u{202A}\u{202E}\u{202F}", "\"\u{2027}\\u202a\\u202e\u{202F}\""),
            ("\u{2065}\u{2066}\u{2069}\u{206A}\u{20A6}\u{2166}", "\"\u{2065}\\u2066\\u2069\u{206A}\u{20A6}\u{2166}\""),
            ("\u{80}\u{85}\u{9F}\u{A0}\u{BF}", "\"\\u0080\\u0085\\u009f\u{A0}\u{BF}\""),
            ("\u{FFFC}\u{FFFD}\u{FFFE}\u{FFFF}\u{FF0C}", "\"\u{FFFC}\u{FFFD}\\ufffe\\uffff\u{FF0C}\""),
            ("", #""""#),
        ])
    func strings(text: String, json: String) throws {
        var writer = JSONWriter()
        writer.value(text)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
        let back = try JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed)
        #expect(back as? String == text)
    }

    @Test("every byte at every place of a word is written so that it reads back")
    func places() throws {
        let signs =
            (0..<0x80).map { String(UnicodeScalar(UInt8($0))) } + [
                "é", "\u{2028}", "\u{2029}", "\u{2030}", "€", "🌍", "\u{85}", "\u{202E}", "\u{2069}", "\u{FFFE}",
                "\u{A0}", "，",
            ]
        for sign in signs {
            // Within a block of sixteen bytes, and across the end of one of 4096.
            for before in [0, 1, 7, 8, 14, 15, 16, 17, 31, 4093, 4094, 4095, 4096] {
                let text = String(repeating: "a", count: before) + sign + String(repeating: "b", count: 20)
                var writer = JSONWriter()
                writer.value(text)
                let back = try JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed)
                #expect(back as? String == text)
                #expect(!writer.bytes.contains { $0 < 0x20 || $0 == 0x7F })
            }
        }
    }

    @Test("members in order, nil and empty ones left out")
    func members() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", "x")
        writer.member("b", nil as String?)
        writer.member("c", 2)
        writer.member("d", [])
        writer.member("e", ["y", "z"])
        writer.object("f", if: false) { $0.member("g", 1) }
        writer.object("h", if: true) { $0.member("i", true) }
        writer.endObject()
        writer.endLine()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == #"{"a":"x","c":2,"e":["y","z"],"h":{"i":true}}"# + "\n")
    }

    @Test(
        "numbers",
        arguments: [(3.0, "3"), (2.5, "2.5"), (-0.25, "-0.25"), (.nan, "null"), (.infinity, "null"), (1e20, "1e+20")])
    func numbers(number: Double, json: String) {
        var writer = JSONWriter()
        writer.value(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
    }

    @Test("a long string goes out in pieces, and says the same")
    func inPieces() {
        let text = String(repeating: "a \"b\"\n\u{2028}é", count: 10_000)
        var whole = JSONWriter()
        whole.member("text", text)
        let pieces = Mutex<[[UInt8]]>([])
        var writer = JSONWriter(piece: 1_000) { piece in pieces.withLock { $0.append(piece) } }
        writer.member("text", text)
        #expect(pieces.withLock { $0.count } > 10)
        #expect(pieces.withLock { Array($0.joined()) } + writer.bytes == whole.bytes)
        #expect(writer.bytes.capacity < 100_000)
    }
}

@Suite("Items without guid and URL")
struct MadeUpIDTests {
    func id(title: String) throws -> String {
        var item = Item()
        item.title = title
        var writer = JSONWriter()
        item.write(to: &writer)
        let object = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
        return try #require(object?["id"] as? String)
    }

    @Test("have an id of their own, the same each time")
    func madeUp() throws {
        #expect(try id(title: "a") == id(title: "a"))
        #expect(try id(title: "a") != id(title: "b"))
        #expect(try !id(title: "a").isEmpty)
    }
}

import Foundation
import Testing

@testable import Parse

@Suite struct DocumentBytesTests {
    private func read(_ bytes: [UInt8], charset: String? = nil) -> (text: String, encoding: String) {
        bytes.withUnsafeBufferPointer { served in
            var document = DocumentBytes(served, charset: charset)
            document.proveUTF8(served)
            let text = document.converted.map { String(decoding: $0, as: UTF8.self) }
            return (text ?? String(decoding: served[document.start...], as: UTF8.self), document.encoding)
        }
    }

    @Test func byteOrderMarkWinsOverTheHeader() {
        #expect(read([0xEF, 0xBB, 0xBF, 0x61], charset: "iso-8859-1") == ("a", "utf-8"))
    }

    @Test func headerWinsOverTheDeclaration() {
        let bytes = Array("<?xml version='1.0' encoding='koi8-r'?>".utf8) + [0xD0]
        #expect(read(bytes, charset: "windows-1251").text.hasSuffix("Р"))
        #expect(read(bytes).text.hasSuffix("п"))
    }

    @Test func latin1MeansWindows1252() {
        #expect(read([0x93, 0xE9, 0x94], charset: "ISO-8859-1") == ("“é”", "iso-8859-1"))
    }

    @Test func bytesThatAreUTF8WinOverASingleByteEncoding() {
        #expect(read(Array("é".utf8), charset: "iso-8859-1") == ("é", "utf-8"))
    }

    @Test func strayBytesInUTF8AreReadAsWindows1252() {
        #expect(read(Array("é ".utf8) + [0x92]) == ("é ’", "utf-8"))
        #expect(read([0x61, 0xE9]) == ("aé", "windows-1252"))
    }

    @Test(arguments: ["utf-16", "UTF-16LE", "utf-16be", "utf-32"])
    func wideEncodingsAreRead(_ name: String) throws {
        let encodings: [String: String.Encoding] = [
            "utf-16": .utf16, "UTF-16LE": .utf16LittleEndian, "utf-16be": .utf16BigEndian, "utf-32": .utf32LittleEndian,
        ]
        let data = try #require("<a>ü한</a>".data(using: encodings[name] ?? .utf16))
        #expect(read(Array(data)).text == "<a>ü한</a>")
    }

    @Test func unknownNamesAndDangerousOnesAreSetAside() {
        #expect(read([0x61], charset: "utf-8//IGNORE\n") == ("a", "utf-8"))
        #expect(Charset("../../etc/passwd") == nil)
    }

    @Test func aCutCharacterAtTheEndDoesNotStopTheRest() {
        #expect(read([0xC4, 0xE3, 0xBA, 0xC3, 0xC4], charset: "gb2312").text.hasPrefix("你好"))
    }
}

import Foundation
import Testing

@testable import Characters

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

    @Test(arguments: [
        ("utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 UTF_8 utf8mb4 uft-8"),
        ("ibm866", "866 cp866 csibm866 ibm866 dos-866"),
        (
            "iso-8859-2",
            "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 latin-2"
        ),
        ("iso-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso88593 iso_8859-3:1988 l3 latin3"),
        ("iso-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso_8859-4:1988 l4 latin4"),
        ("iso-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso88595 iso_8859-5:1988"),
        (
            "iso-8859-6",
            "arabic asmo-708 csiso88596e csiso88596i ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso88596"
        ),
        ("iso-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 sun_eu_greek"),
        ("iso-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 visual iso_8859-8:1988"),
        ("iso-8859-8-i", "csiso88598i iso-8859-8-i logical"),
        ("iso-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso885910 l6 latin6"),
        ("iso-8859-13", "iso-8859-13 iso8859-13 iso885913"), ("iso-8859-14", "iso-8859-14 iso885914"),
        ("iso-8859-15", "csisolatin9 iso-8859-15 iso885915 iso_8859-15 l9 latin-9"), ("iso-8859-16", "iso-8859-16"),
        ("koi8-r", "cskoi8r koi koi8 koi8-r koi8_r KOI8R"), ("koi8-u", "koi8-ru koi8-u"),
        ("macintosh", "csmacintosh mac macintosh x-mac-roman"),
        ("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 cp874"),
        ("windows-1250", "cp1250 windows-1250 x-cp1250 win-1250 windows1250"),
        (
            "windows-1251",
            "cp1251 windows-1251 x-cp1251 cp-1251 windows1251 win1251 windows_1251 ms-cp1251 1251 ansi-1251"
        ),
        ("iso-8859-1", "cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 l1 latin1 iso_8859-1:1987"),
        ("windows-1252", "cp1252 windows-1252 x-cp1252 x-user-defined"), ("us-ascii", "ansi_x3.4-1968 ascii us-ascii"),
        ("windows-1253", "cp1253 windows-1253 x-cp1253"), ("windows-1254", "cp1254 windows-1254 x-cp1254"),
        ("iso-8859-9", "csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9:1989 l5 latin5"),
        ("windows-1255", "cp1255 windows-1255 x-cp1255"), ("windows-1256", "cp1256 windows-1256 x-cp1256"),
        ("windows-1257", "cp1257 windows-1257 x-cp1257"), ("windows-1258", "cp1258 windows-1258 x-cp1258"),
        ("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
        (
            "gb18030",
            "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030 cp936 EUC-CN gb-2312"
        ),
        ("big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5 big-5 cp950"),
        ("euc-jp", "cseucpkdfmtjapanese euc-jp x-euc-jp eucjp euc_jp"), ("iso-2022-jp", "csiso2022jp iso-2022-jp"),
        ("shift_jis", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932"),
        (
            "euc-kr",
            "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949"
        ),
        ("utf-16be", "unicodefffe utf-16be"), ("utf-16le", "utf-16le unicodefeff"),
        ("utf-16", "utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode"),
    ])
    func labelsOfTheStandardAndTheirMisspellings(_ name: String, _ labels: String) {
        for label in labels.split(separator: " ") {
            #expect(Charset(String(label).uppercased())?.name == name, "\(label)")
        }
    }

    @Test(arguments: ["best-encoding", "windows-9999", "12345", "", " ", "utf-8//IGNORE", "cp", "none", "xyzzy-1251"])
    func otherNamesMeanNothing(_ label: String) { #expect(Charset(label) == nil) }

    @Test func aHeaderThatLiesGivesWayToTheDeclaration() {
        let document = Array("<?xml version='1.0' encoding='windows-1251'?><a>".utf8) + [0xCF, 0xE0, 0xF0, 0xEE, 0xEC]
        #expect(read(document, charset: "utf-8").text.hasSuffix("Паром"))
        #expect(read(document, charset: "us-ascii").text.hasSuffix("Паром"))
        #expect(read(document, charset: "utf-8").encoding == "windows-1251")
        // A stray byte in UTF-8 makes no other encoding of it.
        let stray = Array("<?xml version='1.0' encoding='windows-1251'?><a>Паром \u{2019}".utf8) + [0xCF]
        #expect(read(stray, charset: "utf-8") == ("<?xml version='1.0' encoding='windows-1251'?><a>Паром ’Ï", "utf-8"))
    }

    @Test func withoutADeclarationTheLanguageTells() {
        let greek: [UInt8] = [0xCB, 0xE9, 0xEC, 0xDC, 0xED, 0xE9]
        for head in ["<rss><language>el</language>", "<feed xml:lang=\"el-GR\">", "<html lang='el'>", "<html lang=el>"]
        {
            #expect(read(Array(head.utf8) + greek).text == head + "Λιμάνι")
        }
        for head in ["<rss><language>en</language>", "<a hreflang=\"el\">", "<rss>"] {
            #expect(read(Array(head.utf8) + greek) == (head + "ËéìÜíé", "windows-1252"))
        }
        let japanese: [UInt8] = [0xC5, 0xF4, 0xC2, 0xE6]  // 灯台 in EUC-JP
        #expect(read(Array("<html lang=ja>".utf8) + japanese).text == "<html lang=ja>灯台")
        let shifted = Array("<?xml version='1.0' encoding='iso-2022-jp'?><a>\u{1B}$BEtBf\u{1B}(B".utf8)
        #expect(read(shifted, charset: "utf-8").text.hasSuffix("<a>灯台"))
    }
}

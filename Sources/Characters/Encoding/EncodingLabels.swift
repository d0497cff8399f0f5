/// The labels of the Encoding Standard (<https://encoding.spec.whatwg.org/#names-and-labels>), and what people write in
/// their place: other separators, other names of the same code page, numbers alone.
enum EncodingLabels {
    /// What a label means.
    struct Meaning: Equatable {
        /// What is reported: lower case.
        let name: String
        /// The name of the converter in the C library.
        let converter: String
    }

    /// Nil for a label that means no encoding known here.
    static func meaning(of label: String) -> Meaning? {
        var key = label.utf8.lazy.filter(isAlphanumeric).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }[...]
        // No label is longer; and what is longer is not worth a look.
        guard !key.isEmpty, label.utf8.count <= 64 else { return nil }
        if key.starts(with: "charset".utf8) { key = key.dropFirst(7) }
        let name = String(decoding: Array(key), as: UTF8.self)
        return table[name] ?? codePage(name) ?? table[String(name.drop { $0 == "x" })]
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
    }

    /// `win1251`, `ms-cp1251`, `ansi-1251`, `1251`, `x-windows-1251`: the number of a code page behind a word or none.
    private static func codePage(_ name: String) -> Meaning? {
        let digits = name.utf8.suffix(5).reversed().prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        let word = name.dropLast(digits)
        guard digits >= 3, pageWords.contains(String(word)), let page = Int(name.suffix(digits)) else { return nil }
        return pages[page].flatMap { table[$0] }
    }

    private static let pageWords: Set<String> = [
        "", "cp", "xcp", "win", "xwin", "windows", "xwindows", "window", "windowscp", "wincp", "ms", "mscp", "xmscp",
        "microsoft", "microsoftcp", "ansi", "xansi", "ibm", "xibm", "codepage", "page", "dos", "oem", "cswindows",
        "csibm", "code", "wi", "windos", "widows",
    ]

    /// Numbers of Windows' code pages that have another name than `windows-N`.
    private static let pages: [Int: String] = {
        var pages = [
            437: "ibm437", 850: "ibm850", 852: "ibm852", 855: "ibm855", 857: "ibm857", 858: "ibm858", 862: "ibm862",
            866: "ibm866", 874: "windows874", 932: "shiftjis", 936: "gbk", 949: "euckr", 950: "big5", 1200: "utf16le",
            1201: "utf16be", 10000: "macintosh", 10007: "xmaccyrillic", 10017: "xmaccyrillic", 12000: "utf32le",
            12001: "utf32be", 20127: "usascii", 20866: "koi8r", 20932: "eucjp", 20936: "gbk", 21866: "koi8u",
            28603: "iso885913", 28605: "iso885915", 38598: "iso88598i", 50220: "iso2022jp", 50221: "iso2022jp",
            50222: "iso2022jp", 51932: "eucjp", 51936: "gbk", 51949: "euckr", 54936: "gb18030", 65001: "utf8",
        ]
        for page in 1250...1258 { pages[page] = "windows\(page)" }
        for part in 1...9 { pages[28590 + part] = "iso8859\(part)" }
        return pages
    }()

    private static let table: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for (name, converter, labels) in rows {
            let meaning = Meaning(name: name, converter: converter)
            for label in [name] + labels.split(separator: " ").map(String.init) {
                table[String(decoding: label.utf8.filter(isAlphanumeric), as: UTF8.self)] = meaning
            }
        }
        return table
    }()

    /// Name, converter, and all other labels. The converter of a superset takes the place of that of a subset, as the
    /// standard says: latin1 is windows-1252, GBK is GB 18030, ISO 8859-9 is windows-1254.
    private static let rows: [(name: String, converter: String, labels: String)] = [
        (
            "utf-8", "UTF-8",
            "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-bom utf-8-sig utf-8n utf8mb3 utf8mb4 "
                + "utf8_general_ci utf8_unicode_ci utf8mb4_unicode_ci utf8mb4_general_ci unicode-utf-8 u8 cputf8 uft-8 utf08 ut-8 "
                + "utf-08 utf-8859-1 csutf8 iso-10646-utf-1 iso10646utf8 utf8unix"
        ),
        (
            "us-ascii", "US-ASCII",
            "ascii ansi_x3.4-1968 ansi_x3.4-1986 iso-ir-6 iso646-us iso_646.irv:1991 us cp367 ibm367 csascii 7bit"
        ),
        (
            "iso-8859-1", "CP1252",
            "iso_8859-1:1987 iso-ir-100 latin1 l1 ibm819 cp819 csisolatin1 iso8859_1 latin west latin-1 iso-latin-1 "
                + "8859-1 8859_1 iso-8859 iso8859 iso-8859-1-windows-3.1-latin-1 western"
        ),
        (
            "windows-1252", "CP1252",
            "cp1252 x-cp1252 ansi x-ansi ansi1252 iso-8859-1-windows-3.0-latin-1 x-user-defined winlatin1 windowslatin1"
        ),
        (
            "iso-8859-2", "ISO-8859-2",
            "iso_8859-2:1987 iso-ir-101 latin2 l2 csisolatin2 iso8859_2 iso-latin-2 8859-2 8859_2"
        ),
        (
            "iso-8859-3", "ISO-8859-3",
            "iso_8859-3:1988 iso-ir-109 latin3 l3 csisolatin3 iso-latin-3 8859-3 8859_3"
        ),
        (
            "iso-8859-4", "ISO-8859-4",
            "iso_8859-4:1988 iso-ir-110 latin4 l4 csisolatin4 iso-latin-4 8859-4 8859_4"
        ),
        (
            "iso-8859-5", "ISO-8859-5",
            "iso_8859-5:1988 iso-ir-144 cyrillic csisolatincyrillic 8859-5 8859_5 iso-latin-cyrillic"
        ),
        (
            "iso-8859-6", "ISO-8859-6",
            "iso_8859-6:1987 iso-ir-127 arabic asmo-708 ecma-114 csisolatinarabic csiso88596e csiso88596i iso-8859-6-e "
                + "iso-8859-6-i 8859-6 8859_6"
        ),
        (
            "iso-8859-7", "ISO-8859-7",
            "iso_8859-7:1987 iso-ir-126 greek greek8 ecma-118 elot_928 csisolatingreek sun_eu_greek 8859-7 8859_7"
        ),
        (
            "iso-8859-8", "ISO-8859-8",
            "iso_8859-8:1988 iso-ir-138 hebrew visual csisolatinhebrew csiso88598e iso-8859-8-e iso8859-8e 8859-8 8859_8"
        ),
        ("iso-8859-8-i", "ISO-8859-8", "csiso88598i logical iso8859-8i 8859-8-i"),
        ("iso-8859-9", "CP1254", "iso_8859-9:1989 iso-ir-148 latin5 l5 csisolatin5 iso-latin-5 8859-9 8859_9 turkish"),
        ("iso-8859-10", "ISO-8859-10", "iso-ir-157 latin6 l6 csisolatin6 iso-latin-6 iso_8859-10:1992"),
        ("iso-8859-13", "ISO-8859-13", "iso-ir-179 latin7 l7 iso-latin-7"),
        ("iso-8859-14", "ISO-8859-14", "iso-ir-199 latin8 l8 iso-celtic iso_8859-14:1998"),
        ("iso-8859-15", "ISO-8859-15", "latin9 latin0 l9 csisolatin9 iso-latin-9 8859-15 8859_15 iso_8859-15:1998"),
        ("iso-8859-16", "ISO-8859-16", "iso-ir-226 latin10 l10 iso_8859-16:2001"),
        ("koi8-r", "KOI8-R", "koi koi8 cskoi8r koi8_ru koi-8 koi8r koi8-rus koi-8-r"),
        ("koi8-u", "KOI8-U", "koi8-ru koi8-ua koi8u koi-8-u"),
        ("macintosh", "MACINTOSH", "csmacintosh mac x-mac-roman macroman mac-roman x-macroman applemac"),
        (
            "x-mac-cyrillic", "MAC-UK",
            "x-mac-ukrainian mac-cyrillic maccyrillic x-maccyrillic mac-ukrainian macukraine x-macukraine mac-uk"
        ),
        ("x-mac-ce", "MAC-CENTRALEUROPE", "x-mac-centraleurroman maccentraleurope mac-centraleurope mac-ce macce"),
        (
            "windows-874", "CP874",
            "dos-874 iso-8859-11 iso8859_11 tis-620 tis620.2533 tis-620-2533 iso-ir-166 thai csisothai x-windows-874"
        ),
        ("windows-1250", "CP1250", "cp1250 x-cp1250 winlatin2 windowslatin2 win-ee"),
        ("windows-1251", "CP1251", "cp1251 x-cp1251 windows-cyrillic win-cyrillic wincyrillic"),
        ("windows-1253", "CP1253", "cp1253 x-cp1253 windows-greek win-greek"),
        ("windows-1254", "CP1254", "cp1254 x-cp1254 windows-turkish win-turkish"),
        ("windows-1255", "CP1255", "cp1255 x-cp1255 windows-hebrew win-hebrew"),
        ("windows-1256", "CP1256", "cp1256 x-cp1256 windows-arabic win-arabic"),
        ("windows-1257", "CP1257", "cp1257 x-cp1257 windows-baltic win-baltic winbaltrim"),
        ("windows-1258", "CP1258", "cp1258 x-cp1258 windows-vietnamese"),
        ("ibm437", "CP437", "cp437 437 cspc8codepage437"),
        ("ibm850", "CP850", "cp850 850 cspc850multilingual"),
        ("ibm852", "CP852", "cp852 852 cspcp852"),
        ("ibm855", "CP855", "cp855 855"),
        ("ibm857", "CP857", "cp857 857"),
        ("ibm858", "CP858", "cp858 cp00858 ccsid00858 pc-multilingual-850+euro"),
        ("ibm862", "CP862", "cp862 862 dos-862 cspc862latinhebrew"),
        ("ibm866", "CP866", "866 cp866 csibm866 dos-866 alt"),
        (
            "gb18030", "GB18030",
            "gb18030-2000 gb18030-2005 gbk gb2312 gb-2312 gb_2312 gb_2312-80 gb2312-80 gb2312.1980 chinese csgb2312 "
                + "csiso58gb231280 iso-ir-58 x-gbk cp936 ms936 euc-cn euccn x-euc-cn csgbk gb gb2312-1980 zh-cn "
                + "gb2312-gbk gbk2312 cn-gb gbk-gb2312"
        ),
        (
            "big5", "BIG5-HKSCS",
            "big-5 big5-hkscs big5hkscs cn-big5 csbig5 x-x-big5 x-big5 big5-eten big5-tw big5-2003 zh-tw cp950 ms950 bigfive big-five"
        ),
        (
            "euc-jp", "EUC-JP-MS",
            "cseucpkdfmtjapanese x-euc-jp eucjp euc x-euc eucjp-win eucjp-ms euc-jp-ms euc_japan ujis x-eucjp euc-j "
                + "extended_unix_code_packed_format_for_japanese"
        ),
        (
            "iso-2022-jp", "ISO-2022-JP-2",
            "csiso2022jp jis iso-2022-jp-ms iso-2022-jp-1 iso-2022-jp-2 csiso2022jp2 x-iso-2022-jp"
        ),
        (
            "shift_jis", "CP932",
            "csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis x-ms-cp932 cp932 shiftjis-2004 sjis-win "
                + "sjis_open cp943 ibm943 x-shift-jis shift_jisx0213 mskanji cswindows31j s-jis sift_jis shif_jis shift-jiss"
        ),
        (
            "euc-kr", "CP949",
            "cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 ksc "
                + "windows-949 cp949 uhc x-euc-kr euckr ks_c-5601-1987 ksc5601-1987 kr ms949 x-windows-949"
        ),
        ("iso-2022-kr", "ISO-2022-KR", "csiso2022kr"),
        ("iso-2022-cn", "ISO-2022-CN-EXT", "iso-2022-cn-ext"),
        ("utf-7", "UTF-7", "unicode-1-1-utf-7 csunicode11utf7 x-unicode-2-0-utf-7"),
        ("utf-16", "UTF-16", "utf16 unicode csunicode ucs-2 iso-10646-ucs-2 unicode16 csutf16 u16 utf-16-le-bom"),
        ("utf-16le", "UTF-16LE", "unicodefeff ucs-2le csutf16le utf-16-le unicodelittle x-utf-16le-bom"),
        ("utf-16be", "UTF-16BE", "unicodefffe ucs-2be csutf16be utf-16-be unicodebig"),
        ("utf-32", "UTF-32", "ucs-4 iso-10646-ucs-4 csucs4 csutf32 u32"),
        ("utf-32le", "UTF-32LE", "ucs-4le csutf32le utf-32-le"),
        ("utf-32be", "UTF-32BE", "ucs-4be csutf32be utf-32-be"),
        ("viscii", "VISCII", "csviscii vscii"),
        ("tcvn", "TCVN5712-1", "tcvn5712-1 tcvn-5712 tcvn5712-1:1993"),
        ("armscii-8", "ARMSCII-8", "armscii"),
        ("georgian-ps", "GEORGIAN-PS", "geostd8"),
        ("pt154", "PT154", "ptcp154 csptcp154 cp154 cyrillic-asian"),
        ("koi8-t", "KOI8-T", "koi8t"),
        ("johab", "JOHAB", "ksc5601-1992 ms1361 cp1361"),
        ("euc-tw", "EUC-TW", "euctw x-euc-tw"),
    ]
}

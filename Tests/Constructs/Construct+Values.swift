extension Construct {
    /// Of values within documents, and of their bytes: dates, addresses, encodings.
    public static let ofValues: [Construct] =
        units(
            .date,
            [
                "1", "1 ", "Mon ", "Mon, ", "Jan ", "2024-", "2024-01-01T00:00:00Z", ":", "+", "+01:00 ", "-", ",", "(",
                "(a)", "a.", "T", "Z", ".", " ",
                "\u{6F1}", "\u{5E74}", "\u{2009}", "UTC ", "AM ", "de ", "\t", "\n", "/", "é",
            ])
        + units(
            .address, after: "https://a.example/",
            [
                "../", "./", "%2e/", "%2E%2E/", "a/", "/", "\\", "%", "%41", "?", "?a=#", "&utm_a=b", "&a=#", "&a",
                ";a=#", "#", "@", ":", " ", "\t", "é",
                "<", "\u{202E}", "index.html/", "amp/", "page/1/",
            ])
        + units(
            .address, after: "https://a.example/?",
            ["a=#&", "utm_source=a&", "b&", "&", "a=https%3A%2F%2Fe.example%2F&", "url=http://a/?", "%26", "=", "+"])
        + units(
            .address, after: "https://",
            [
                "a.", "a", "1.", "0x1.", "xn--a.", "é.", "%41", "@", ":", "a@", "[", "::", "-", "\u{AD}", "\u{3002}",
                "\u{200D}",
            ])
        + units(.address, ["a", ":", "/", "?", "http:", "//", "data:", " ", "\u{0}"])
        + [
            Construct([0xE9, 0x20], after: "<rss><channel><title>"),
            Construct([0x93, 0x94], after: "<rss><channel><title>"),
            Construct([0xC3], after: "<rss><channel><title>"), Construct([0xFF], after: "<rss><channel><title>"),
            Construct(
                [0x81, 0x30, 0x81, 0x30], after: "<?xml version='1.0' encoding='gb18030'?><rss><channel><title>"),
            Construct([0x1B, 0x24, 0x42], after: "<?xml version='1.0' encoding='iso-2022-jp'?><rss><channel><title>"),
            Construct(
                [0x1B, 0x28, 0x42, 0x41], after: "<?xml version='1.0' encoding='iso-2022-jp'?><rss><channel><title>"),
            Construct([0x2B, 0x2F, 0x76], after: "<?xml version='1.0' encoding='utf-7'?><rss><channel><title>"),
            Construct([0x8F, 0xA2], after: "<?xml version='1.0' encoding='euc-jp'?><rss><channel><title>"),
            Construct([0x80, 0xFF], after: "<?xml version='1.0' encoding='shift_jis'?><rss><channel><title>"),
            Construct([0xFE, 0x41], after: "<?xml version='1.0' encoding='big5'?><rss><channel><title>"),
            Construct([0x41, 0x00], after: ""), Construct([0x00, 0x41], after: ""), Construct([0x00], after: "<rss>"),
            Construct(Array("<?xml encoding='a'?>".utf8), after: ""),
            Construct(Array(" encoding=\"a\"".utf8), after: "<?xml"),
        ]

    public static let all = ofFeeds + ofPages + ofValues
}

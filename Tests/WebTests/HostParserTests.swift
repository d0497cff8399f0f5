import Testing

@testable import Web

@Suite struct HostParserTests {
    private func host(_ text: String) -> String? { (try? WebURL(parsing: "http://\(text)/"))?.host }

    @Test(arguments: [
        ("EXAMPLE.com", "example.com"), ("a..b", "a..b"), ("a.", "a."), ("foo_bar-.com", "foo_bar-.com"),
        ("a.b.XN--POKXNCVKS", "a.b.xn--pokxncvks"), ("XN--", "xn--"), ("xn--a.example", "xn--a.example"),
        ("%65x%2Ecom", "ex.com"), ("r3---sn.example", "r3---sn.example"), ("a!$&'()*+,;=~b", "a!$&'()*+,;=~b"),
    ])
    func readsDomains(text: String, expected: String) {
        #expect(host(text) == expected)
    }

    @Test(arguments: [
        "a b", "a%20b", "a<b", "a>b", "a^b", "a|b", "a%b", "a%00b", "a%25b", "a%2Fb", "a%3Ab", "a%40b", "a[b]",
        "a\u{7F}b", "%zz",
        "%E9", "a%5Cb",
    ])
    func refusesForbiddenCharacters(text: String) {
        #expect(host(text) == nil)
    }

    @Test(arguments: [
        ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.example", "xn--bcher-kva.example"),
        ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("b%C3%BCcher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"), ("FAẞ.example", "xn--fa-hia.example"),
        ("fa%E1%BA%9E.example", "xn--fa-hia.example"), ("日本語。jp", "xn--wgv71a119e.jp"), ("ｅｘ．com", "ex.com"),
        ("☕.example", "xn--53h.example"), ("xn--53h.example", "xn--53h.example"), ("ナ・ナ.jp", "xn--hdka0m.jp"),
        ("so\u{AD}ft.example", "soft.example"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("-x.faß.", "-x.xn--fa-hia."), ("r3---a.☕。b-", "r3---a.xn--53h.b-"), ("☕.faß", "xn--53h.xn--fa-hia"),
        ("x..xn--zca", "x..xn--zca"),
    ])
    func writesALabels(text: String, expected: String) {
        #expect(host(text) == expected)
    }

    @Test(arguments: [
        "xn--\u{FC}.example", "\u{FC}.xn--a.example", "a\u{200D}b.example", "\u{301}a.example", "\u{AD}",
    ])
    func refusesWhatIDNADoes(text: String) {
        #expect(host(text) == nil)
    }

    /// The DNS would refuse it; a URL may have it all the same.
    @Test func keepsLongLabelsBesideOthers() {
        let long = String(repeating: "x", count: 64)
        #expect(host(long + ".ß") == long + ".xn--zca")
        #expect(host(long + ".xn--zca") == long + ".xn--zca")
    }

    @Test func refusesEndlessDomains() {
        #expect(host(String(repeating: "ü", count: 100_000)) == nil)
    }

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("1.2.3.4.", "1.2.3.4"), ("127.1", "127.0.0.1"), ("127.0.1", "127.0.0.1"),
        ("1.2.258", "1.2.1.2"),
        ("2130706433", "127.0.0.1"), ("4294967295", "255.255.255.255"), ("0x7f.1", "127.0.0.1"),
        ("0X7F000001", "127.0.0.1"),
        ("017700000001", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"), ("0x", "0.0.0.0"), ("0", "0.0.0.0"),
        ("１２７.0.0.1", "127.0.0.1"), ("%31%32%37.1", "127.0.0.1"), ("1.2.3.4a", "1.2.3.4a"),
        ("4294967296.com", "4294967296.com"),
        ("0xg", "0xg"), ("1.2.3.4..", "1.2.3.4.."),
    ])
    func readsIPv4(text: String, expected: String) {
        #expect(host(text) == expected)
    }

    @Test(arguments: [
        "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "1.256.1", "4294967296", "09", "1.2.08", "a.1", "1..2", "0xfffffffff",
        "foo.0x4",
        "99999999999999999999999999",
    ])
    func refusesBadIPv4(text: String) {
        #expect(host(text) == nil)
    }

    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("2001:DB8::00a", "2001:db8::a"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"), ("1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"),
        ("::ffff:1.2.3.4", "::ffff:102:304"),
        ("1:2:3:4:5:6:255.0.0.1", "1:2:3:4:5:6:ff00:1"),
    ])
    func readsIPv6(text: String, expected: String) {
        #expect(host("[\(text)]") == "[\(expected)]")
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2::3", "12345::", "g::",
        "::1.2.3",
        "::1.2.3.4.5", "::1.2.3.256", "::01.2.3.4", "::1.2.3.", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:1", "::1%25eth0",
        "1:", ":1",
    ])
    func refusesBadIPv6(text: String) {
        #expect(host("[\(text)]") == nil)
    }

    @Test(arguments: ["[::1", "::1]", "[::1]a", "a[::1]"])
    func refusesBrokenBrackets(text: String) {
        #expect(host(text) == nil)
    }
}

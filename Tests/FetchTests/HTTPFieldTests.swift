import Testing

@testable import Fetch

struct HTTPDateTests {
    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
        ("Tue, 19 Jan 2038 03:14:08 GMT", 2_147_483_648),  // one more than 32 bits hold
        ("6 Nov 1994 8:49 UTC", 784_111_740),
        ("Wed, 06 Nov 1994 08:49:37 GMT", 784_111_777),  // the day of the week is wrong
    ])
    func readsDates(_ text: String, _ seconds: Int) {
        #expect(HTTPDate.seconds(Array(text.utf8)[...]) == seconds)
    }

    @Test(arguments: [
        "", "0", "-1", "now", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 EST", "06 Nov 99999999999999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 -0500", "1994-11-06T08:49:37Z",
    ])
    func refusesOthers(_ text: String) {
        #expect(HTTPDate.seconds(Array(text.utf8)[...]) == nil)
    }
}

struct FreshnessTests {
    @Test(arguments: [
        ("Cache-Control: max-age=300", 300),
        ("Cache-Control: public, MAX-AGE=\"300\"", 300),
        ("Cache-Control: max-age=300\nAge: 100", 200),
        ("Cache-Control: max-age=300\nAge: 500", 0),
        ("Cache-Control: max-age=300, max-age=5", 300),
        ("Cache-Control: private\nCache-Control: max-age=60", 60),
        ("Cache-Control: max-age=99999999999999999999", 1 << 31),
        ("Cache-Control: max-age=soon", 0),
        ("Cache-Control: s-maxage=300", nil),  // for shared caches
        ("Cache-Control: no-cache, max-age=300", nil),
        ("Cache-Control: max-age=300\nExpires: Sun, 06 Nov 1994 08:49:37 GMT", 300),
        ("Expires: Sun, 06 Nov 1994 09:49:37 GMT\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 3600),
        ("Expires: Sun, 06 Nov 1994 09:49:37 GMT\nDate: Sun, 06 Nov 1994 08:49:37 GMT\nAge: 600", 3000),
        ("Expires: Sun, 06 Nov 1994 08:50:37 GMT", 60),  // no Date: by our clock
        ("Expires: 0", 0),
        ("Expires: Sun, 06 Nov 1994 07:49:37 GMT\nDate: Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Server: x", nil),
    ])
    func restsOfLifetimes(_ block: String, _ seconds: Int?) {
        #expect(Freshness.seconds(of: HeaderFields(block), now: 784_111_777) == seconds)
    }
}

struct RetryAfterTests {
    @Test(arguments: [
        ("Retry-After: 120", 120),
        ("Retry-After: 0", 0),
        ("Retry-After:   7  ", 7),
        ("Retry-After: 99999999999999999999999", Int.max),
        ("Retry-After: Sun, 06 Nov 1994 09:49:37 GMT", 3600),
        ("Retry-After: Sun, 06 Nov 1994 07:49:37 GMT", 0),
        ("Retry-After: Sun, 06 Nov 1994 09:49:37 GMT\nDate: Sun, 06 Nov 1994 09:48:37 GMT", 60),
        ("Retry-After: -5", nil),
        ("Retry-After: 1.5", nil),
        ("Retry-After: a while", nil),
        ("Retry-After:", nil),
        ("Server: x", nil),
    ])
    func asksToWait(_ block: String, _ seconds: Int?) {
        #expect(RetryAfter.seconds(of: HeaderFields(block), now: 784_111_777) == seconds)
    }
}

struct ContentTypeTests {
    @Test(arguments: [
        ("application/rss+xml", "application/rss+xml", nil),
        ("Text/XML; charset=ISO-8859-1", "text/xml", "ISO-8859-1"),
        ("text/xml;charset=\"utf-8\"", "text/xml", "utf-8"),
        ("text/xml; Charset='koi8-r' ; x=y", "text/xml", "koi8-r"),
        ("text/xml; a=\";charset=x\"; charset=utf-8", "text/xml", "utf-8"),
        ("text/xml; charset=", "text/xml", nil),
        ("; charset=utf-8", "", "utf-8"),
        ("text", "", nil),
        ("a/b/c", "", nil),
        ("", "", nil),
    ])
    func hasTypeAndCharset(_ field: String, _ mediaType: String, _ charset: String?) {
        let type = ContentType(field.utf8)
        #expect(type.mediaType == mediaType)
        #expect(type.charset == charset)
    }
}

struct HeaderFieldsTests {
    @Test func namesAreInAnyCaseAndValuesAreBytes() {
        var fields = HeaderFields()
        fields.append(Array("ETAG:  \"".utf8) + [0xe9] + Array("\" \r\n".utf8))
        #expect(fields["etag"].map { Array($0) } == [0x22, 0xe9, 0x22])
        #expect(fields["eta"] == nil)
        #expect(fields["etagg"] == nil)
    }

    @Test func aFieldMayHaveSeveralValues() {
        let fields = HeaderFields("Link: <a>\nX: y\nlink: <b>\nEmpty:")
        #expect(fields.values("Link").map { String(decoding: $0, as: UTF8.self) } == ["<a>", "<b>"])
        #expect(fields.text("link") == "<a>")
        #expect(fields["empty"] == nil)
    }

    @Test func aFoldedLineCarriesOnTheOneBefore() {
        #expect(HeaderFields("Link: <a>;\n rel=hub\nX: y").text("Link") == "<a>; rel=hub")
    }
}

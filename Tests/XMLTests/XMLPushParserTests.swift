import Testing

@testable import XML

private final class Recorder: XMLHandler {
    var seen = ""

    func start(_ element: borrowing XMLElement, _ text: inout XMLText) {
        seen += string(text.bytes(from: 0))
        text.cut(to: 0)
        text.isCollecting = true
        seen += "<\(element.name.space):\(element.name.tag)"
        for index in 0..<element.attributes.count {
            seen += " \(string(element.attributes.name(index)))=\(element.attributes.string(index))"
        }
        seen += ">"
    }

    func end(_ localName: XMLLocalName, _ text: inout XMLText) {
        seen += string(text.bytes(from: 0)) + "</>"
        text.cut(to: 0)
    }

    private func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

struct XMLCase: CustomTestStringConvertible {
    let testDescription: String, xml: String, seen: String
    init(_ description: String, _ xml: String, _ seen: String) {
        (testDescription, self.xml, self.seen) = (description, xml, seen)
    }
}

@Suite struct XMLPushParserTests {
    private static let vocabulary = XMLVocabulary(
        tags: ["rss", "title"],
        namespaces: [.init(id: 7, prefixes: ["media"], uris: ["http://search.yahoo.com/mrss/"])])

    static let cases = [
        XMLCase("names are numbers, in any case", "<rss><TITLE>é</TITLE></rss>", "<0:1><0:2>é</></>"),
        XMLCase("CDATA is text", "<rss><![CDATA[<b>&amp;]]></rss>", "<0:1><b>&amp;</>"),
        XMLCase("references are text", "<rss>&lt;&#233;&#x1F600;&amp;</rss>", "<0:1><é😀&</>"),
        XMLCase("an ampersand in an attribute", "<rss a='1&amp;2&#38;3&amp;#38;'/>", "<0:1 a=1&2&3&#38;></>"),
        XMLCase(
            "a namespace by its URI", "<rss xmlns:x='HTTP://search.yahoo.com/mrss/'><x:title/></rss>",
            "<0:1><7:2></></>"),
        XMLCase("an undeclared prefix", "<rss><media:title/><m:title/></rss>", "<0:1><7:2></><128:2></></>"),
        XMLCase("a default namespace no one knows", "<rss xmlns='urn:x'><title/></rss>", "<128:1><128:2></></>"),
        XMLCase("comments are nothing", "<rss>a<!-- b -->c<?d e?>f</rss>", "<0:1>acf</>"),
    ]

    @Test(arguments: cases, [1, 2, 7, 4096])
    func chunkSizeNeverChangesAParse(of test: XMLCase, chunk: Int) {
        let recorder = Recorder()
        let parser = XMLPushParser(vocabulary: Self.vocabulary, handler: recorder)
        let bytes = Array(test.xml.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            bytes[start..<min(start + chunk, bytes.count)].withUnsafeBufferPointer { _ = parser.push($0) }
        }
        #expect(parser.finish() == nil)
        #expect(recorder.seen == test.seen)
    }

    /// Long runs go around libxml2 where they lie in one piece: in small pieces they do not, and mean the same.
    static let runs = [
        "plain text that is long enough", "tabs\tand\nline\r\nends, and more of them\n\n\n",
        "a lone \r return, and \r\r\n two",
        "&lt;p&gt;escaped &amp;amp; &quot;HTML&quot;&apos;s&lt;/p&gt;",
        "&#233;&#xE9;&#x1F600;&#9;&#13;&#10; numbers &#x20AC;",
        "œuvre, Ελληνικά, русский, 日本語, 😀😀", "brackets ] ]] ]> and > alone", "\u{7F}\u{80}\u{9F}\u{A0}\u{FFFD}",
    ]

    @Test(arguments: runs, [1, 3, 64])
    func aLongRunIsReadAsLibxml2ReadsIt(_ run: String, chunk: Int) {
        for padding in 0..<20 {
            let text = run + String(repeating: "x", count: 40 + padding) + run
            let plain = text.replacing("&", with: "&amp;")
            for xml in [
                "<rss a='>'>\(text)<title/>\(text)</rss>", "<rss><![CDATA[\(text)]]><title>\(text)</title></rss>",
                "<rss><!-- > \(plain) --><?pi > \(plain)?>\(text)</rss>",
            ] { #expect(Self.read(xml, chunk: 1 << 20) == Self.read(xml, chunk: chunk)) }
        }
    }

    @Test(
        "a long CDATA section loses nothing, plain or not, in one piece or several",
        arguments: ["", "\r"], [8 << 20, 1 << 20, 100_000])
    func aLongCDATASectionIsReadWhole(sign: String, chunk: Int) {
        let text = "<p>\(sign)" + String(repeating: "<b>word</b> ", count: 30_000)
        let xml = "<rss>" + String(repeating: "<title><![CDATA[\(text)]]></title>", count: 5) + "</rss>"
        let reading = Self.read(xml, chunk: chunk)
        #expect(reading.fault == nil)
        #expect(reading.seen == "<0:1>" + String(repeating: "<0:2>\(text)</>", count: 5) + "</>")
    }

    @Test(arguments: [
        "&nbsp;", "& ", "&", "&#0;", "&#xD800;", "&#x110000;", "&#xFFFE;", "&#;", "&#1", "&LT;", "]]>", "\u{1}",
        "\u{FFFE}",
    ])
    func aFaultInALongRunEndsTheParse(_ fault: String) {
        let space = String(repeating: "long ", count: 20)
        let whole = Self.read("<rss>\n\(space)\n\(fault)\(space)</rss>", chunk: 1 << 20)
        #expect(whole.fault?.line == 3)
        #expect(whole == Self.read("<rss>\n\(space)\n\(fault)\(space)</rss>", chunk: 1))
    }

    @Test(
        arguments: [[0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3]]
            as [[UInt8]])
    func bytesThatAreNoUTF8AreAFaultInALongRun(_ bytes: [UInt8]) {
        let space = Array(String(repeating: "long ", count: 20).utf8)
        let xml = Array("<rss>".utf8) + space + bytes + space + Array("</rss>".utf8)
        #expect(Self.read(xml, chunk: 1 << 20).fault != nil)
        #expect(Self.read(xml, chunk: 1) == Self.read(xml, chunk: 1 << 20))
    }

    struct Reading: Equatable { var seen: String, fault: XMLPushParser.Fault?, line: Int }

    private static func read(_ xml: String, chunk: Int) -> Reading { read(Array(xml.utf8), chunk: chunk) }

    private static func read(_ xml: [UInt8], chunk: Int) -> Reading {
        let recorder = Recorder()
        let parser = XMLPushParser(vocabulary: vocabulary, handler: recorder)
        for start in stride(from: 0, to: xml.count, by: chunk) {
            xml[start..<min(start + chunk, xml.count)].withUnsafeBufferPointer { _ = parser.push($0) }
        }
        let fault = parser.finish()
        // What came before a fault is not the same for all: the parse is thrown away.
        return Reading(seen: fault == nil ? recorder.seen : "", fault: fault, line: parser.line)
    }

    @Test(arguments: [
        "<rss>\n&nbsp;</rss>", "<rss>\n<a></b></rss>", "<rss>\n1 < 2</rss>", "<rss>\n\u{2}</rss>",
        "<rss>\n<a b=c/></rss>",
        "<rss>\n<a", "", "<rss/>\n<rss/>",
    ])
    func aFaultEndsTheParse(_ xml: String) {
        let parser = XMLPushParser(vocabulary: Self.vocabulary, handler: Recorder())
        Array(xml.utf8).withUnsafeBufferPointer { _ = parser.push($0) }
        #expect(parser.finish() != nil)
    }

    @Test func aFaultHasItsLine() {
        let parser = XMLPushParser(vocabulary: Self.vocabulary, handler: Recorder())
        Array("<rss>\n\n&nope;</rss>".utf8).withUnsafeBufferPointer { _ = parser.push($0) }
        #expect(parser.finish()?.line == 3)
    }
}

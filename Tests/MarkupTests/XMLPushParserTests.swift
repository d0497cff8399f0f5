import Testing

@testable import Markup

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

    func end(_ localName: UnsafeBufferPointer<UInt8>, _ text: inout XMLText) {
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
        XMLCase("a default namespace nobody knows", "<rss xmlns='urn:x'><title/></rss>", "<128:1><128:2></></>"),
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

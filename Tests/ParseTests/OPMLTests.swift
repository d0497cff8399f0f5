import Testing

@testable import Parse

@Suite struct OPMLTests {
    private func read(_ text: String) throws -> [OPML.Subscription] { try OPML.read(Array(text.utf8)) }

    @Test func foldersNestAndAttributesCountInAnyCase() throws {
        let list = try read(
            """
            <?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
            <outline text="News"><outline TITLE="A &amp; B" XMLURL="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
            <outline text="Far"><outline text="C" type="rss" url="https://c.example/feed" category="one, two"/></outline></outline>
            <outline text="D" xmlurl="https://d.example/feed"/><outline text="D again" xmlUrl="https://d.example/feed"/>
            </body></opml>
            """)
        #expect(
            list.map(\.feedURL) == [
                "https://a.example/feed?x=1&y=2", "https://c.example/feed", "https://d.example/feed",
                "https://d.example/feed",
            ])
        #expect(list.map(\.title) == ["A & B", "C", "D", "D again"])
        #expect(list.map(\.folders) == [["News"], ["News", "Far", "one", "two"], [], []])
        #expect(list[0].homePageURL == "https://a.example/")
    }

    @Test func aBrokenListIsRead() throws {
        let list = try read(
            "<opml><body><outline text=\"A & B\" xmlUrl=\"https://a.example/?a&b\"><outline text='C' xmlUrl='u'></body>"
        )
        #expect(list.map(\.title) == ["A & B", "C"])
    }

    @Test(arguments: [
        "<opml><body><outline text='A' xmlUrl='https://a.example/'/>\n<outline text='B' xmlUrl='https://b.exa",
        "<opml><body>\n<outline text='A'><outline text='B' xmlUrl='https://b.example/'/>", "<opml>\n",
    ])
    func halfAListIsRefused(_ text: String) {
        #expect(throws: ParseError.malformed("the list is cut off", line: 2)) { try read(text) }
    }

    /// What is behind the limit would seem to be gone from the list.
    @Test func aListThatALimitEndsIsRefused() throws {
        let outline = "<outline xmlUrl='https://e.example/f'/>"
        func list(_ names: Int) -> String {
            "<opml><body>\(outline)\n" + (0..<names).map { "<n\($0)/>" }.joined() + "\(outline)</body></opml>"
        }
        #expect(try read(list(1_000)).count == 2)
        #expect(throws: ParseError.malformed("the list has too many different names", line: 2)) {
            try read(list(80_000))
        }
    }

    @Test func foldersAreBoundedAndTheirFeedsKept() throws {
        let (open, close) = (1...3000).reduce(into: ("", "")) { text, number in
            text.0 += "<outline text='\(number)'>"
            text.1 += "</outline>"
        }
        let list = try read("<opml><body>\(open)<outline xmlUrl='a'/>\(close)<outline xmlUrl='b'/></body></opml>")
        #expect(list.map(\.feedURL) == ["a", "b"])
        #expect(list.first?.folders.count == 32)
    }

    /// Each feed has the names of all folders around it: long ones around many would be a thousand times the list.
    @Test func namesOfFoldersAreBoundedTogether() throws {
        let name = String(repeating: "n", count: 1_000)
        let open = (1...30).map { "<outline text='\($0)\(name)'>" }.joined()
        let feeds = (1...4_000).map { "<outline xmlUrl='\($0)'/>" }.joined()
        let text = "<opml><body><outline text='a'><outline xmlUrl='first'/></outline>\(open)\(feeds)</body></opml>"
        let list = try read(text)
        #expect(list.count == 4_001 && list[0].folders == ["a"] && list[1].folders.count == 30)
        #expect(list.reduce(0) { $0 + $1.folders.reduce(0) { $0 + $1.utf8.count } } <= 4 * text.utf8.count + 1 << 20)
    }

    @Test(arguments: ["", "<html><body/></html>", "<rss><channel/></rss>", "text"])
    func anythingElseIsRefused(_ text: String) { #expect(throws: ParseError.self) { try read(text) } }
}

import Testing
import Web

@testable import Operations

/// Pages of the kinds that Mark Pilgrim's autodiscovery tests had: each names one feed and nothing else that is one, whatever
/// quotes, case, order, blanks, distractions, bases and references it is written with.
@Suite("Autodiscovery, a page a habit")
struct AutodiscoveryTests {
    struct Page: Sendable, CustomStringConvertible {
        var habit: String
        /// What the head holds.
        var head: String
        var feed: String

        var description: String { habit }

        init(_ habit: String, _ head: String, _ feed: String = page + "feed.xml") {
            (self.habit, self.head, self.feed) = (habit, head, feed)
        }
    }

    private static let page = "http://site.example/tests/page/"
    private static let type = "type=\"application/atom+xml\""
    private static let href = "href=\"\(page)feed.xml\""
    private static let decoy = "href=\"\(page)404\""

    private static let quotes = [
        Page("all quoted", #"<link rel="alternate" \#(type) \#(href)>"#),
        Page("an address without host", #"<link rel="alternate" \#(type) href="/tests/page/feed.xml">"#),
        Page("an address beside the page", #"<link rel="alternate" \#(type) href="feed.xml">"#),
        Page("rel without quotes", #"<link rel=alternate \#(type) \#(href)>"#),
        Page("type without quotes", #"<link rel="alternate" type=application/atom+xml \#(href)>"#),
        Page("href without quotes", #"<link rel="alternate" \#(type) href=\#(page)feed.xml>"#),
        Page("rel in single quotes", #"<link rel='alternate' \#(type) \#(href)>"#),
        Page("type in single quotes", #"<link rel="alternate" type='application/atom+xml' \#(href)>"#),
        Page("href in single quotes", #"<link rel="alternate" \#(type) href='\#(page)feed.xml'>"#),
    ]

    private static let cases = [
        Page("the element in capitals", #"<LINK rel="alternate" \#(type) \#(href)>"#),
        Page("rel's value in capitals", #"<link rel="ALTERNATE" \#(type) \#(href)>"#),
        Page("rel's value with a capital", #"<link rel="Alternate" \#(type) \#(href)>"#),
        Page("type's value in capitals", #"<link rel="alternate" type="APPLICATION/ATOM+XML" \#(href)>"#),
        Page("type's value with capitals", #"<link rel="alternate" type="Application/Atom+XML" \#(href)>"#),
        Page("rel in capitals", #"<link REL="alternate" \#(type) \#(href)>"#),
        Page("type in capitals", #"<link rel="alternate" TYPE="application/atom+xml" \#(href)>"#),
        Page("href in capitals", #"<link rel="alternate" \#(type) HREF="\#(page)feed.xml">"#),
        Page("element and names mixed", #"<Link Rel="alternate" Type="application/atom+xml" HRef="\#(page)feed.xml">"#),
    ]

    private static let orders = [
        Page("rel, href, type", #"<link rel="alternate" \#(href) \#(type)>"#),
        Page("type, rel, href", #"<link \#(type) rel="alternate" \#(href)>"#),
        Page("type, href, rel", #"<link \#(type) \#(href) rel="alternate">"#),
        Page("href, rel, type", #"<link \#(href) rel="alternate" \#(type)>"#),
        Page("href, type, rel", #"<link \#(href) \#(type) rel="alternate">"#),
        Page("a title between", #"<link rel="alternate" title="Feed" \#(type) \#(href)>"#),
    ]

    private static let others = [
        Page(
            "another type before",
            #"<link rel="alternate" type="text/html" \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "another type after",
            #"<link rel="alternate" \#(type) \#(href)><link rel="alternate" type="text/plain" \#(decoy)>"#),
        Page(
            "another rel around",
            #"<link rel="foo" \#(type) \#(decoy)><link rel="alternate" \#(type) \#(href)><link rel="x" \#(type) \#(decoy)>"#
        ),
        Page(
            "a rel that is a part of the word",
            #"<link rel="alter" \#(type) \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "a rel that holds the word",
            #"<link rel="xalternate" \#(type) \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "a rel with the word in a longer one",
            #"<link rel="alternate-x" \#(type) \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "a style that is an alternate",
            #"<link rel="alternate stylesheet" type="text/css" \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page("no rel", #"<link \#(type) \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page("no type", #"<link rel="alternate" \#(decoy)><link rel="alternate" \#(type) \#(href)>"#),
        Page("no href", #"<link rel="alternate" \#(type)><link rel="alternate" \#(type) \#(href)>"#),
        Page("an empty href", #"<link rel="alternate" \#(type) href=""><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "in a comment",
            #"<!-- <link rel="alternate" \#(type) \#(decoy)> --><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "in a script",
            #"<script>x = '<link rel="alternate" \#(type) \#(decoy)>'</script><link rel="alternate" \#(type) \#(href)>"#
        ),
        Page(
            "in a title",
            #"<title><link rel="alternate" \#(type) \#(decoy)></title><link rel="alternate" \#(type) \#(href)>"#),
        Page(
            "the same one twice",
            #"<link rel="alternate" \#(type) \#(href)><link rel="alternate" \#(type) href="feed.xml">"#),
    ]

    private static let blanks = [
        Page("several values, the right one last", #"<link rel="home foo alternate" \#(type) \#(href)>"#),
        Page("several values, the right one first", #"<link rel="alternate bar" \#(type) \#(href)>"#),
        Page("values on two lines", "<link rel=\"foo\n\talternate\" \(type) \(href)>"),
        Page("blanks around rel's value", #"<link rel=" alternate " \#(type) \#(href)>"#),
        Page("blanks around type's value", #"<link rel="alternate" type=" application/atom+xml " \#(href)>"#),
        Page("blanks around the address", #"<link rel="alternate" \#(type) href=" \#(page)feed.xml ">"#),
        Page(
            "blanks around the equals signs",
            #"<link rel = "alternate" type = "application/atom+xml" href = "\#(page)feed.xml">"#),
        Page("a line an attribute", "<link\nrel=\"alternate\"\n\(type)\n\(href)\n>"),
        Page("no blanks between", #"<link rel="alternate"type="application/atom+xml"\#(href)>"#),
        Page("a slash at the end", #"<link rel="alternate" \#(type) \#(href) />"#),
        Page("a slash at once", #"<link rel="alternate" \#(type) \#(href)/>"#),
    ]

    private static let bases = [
        Page(
            "a base", #"<base href="http://other.example/x/"><link rel="alternate" \#(type) href="feed.xml">"#,
            "http://other.example/x/feed.xml"),
        Page(
            "a base in capitals",
            #"<BASE href="http://other.example/x/"><link rel="alternate" \#(type) href="/feed.xml">"#,
            "http://other.example/feed.xml"),
        Page(
            "a base behind the link",
            #"<link rel="alternate" \#(type) href="feed.xml"><base href="http://other.example/x/">"#,
            "http://other.example/x/feed.xml"),
        Page(
            "a base that is a path", #"<base href="/x/"><link rel="alternate" \#(type) href="feed.xml">"#,
            "http://site.example/x/feed.xml"),
    ]

    private static let references = [
        Page("a number in rel", #"<link rel="&#97;lternate" \#(type) \#(href)>"#),
        Page("a hexadecimal number in type", #"<link rel="alternate" type="applic&#x61;tion/atom+xml" \#(href)>"#),
        Page("a number in the address", #"<link rel="alternate" \#(type) href="&#47;tests/page/feed&#46;xml">"#),
        Page(
            "a name in the address", #"<link rel="alternate" \#(type) href="/f?a=1&amp;b=2">"#,
            "http://site.example/f?a=1&b=2"),
        Page(
            "a bare ampersand in the address", #"<link rel="alternate" \#(type) href="/f?a=1&b=2">"#,
            "http://site.example/f?a=1&b=2"),
    ]

    private static let all = quotes + cases + orders + others + blanks + bases + references

    @Test("the one feed of a page is found, and nothing else", arguments: all)
    func found(_ page: Page) throws {
        for html in [
            "<!DOCTYPE html><html><head>\(page.head)</head><body><p>Words.</p></body></html>",
            page.head,  // without the tags that may be left out
            "<!DOCTYPE html><html><body>\(page.head)<p>Words.</p></body></html>",
        ] {
            let links = FeedPage(Array(html.utf8), url: try WebURL(parsing: Self.page)).named
            #expect(links.map(\.url) == [page.feed], "\(page.habit): \(html)")
        }
    }

    @Test func thereAreEnough() { #expect(Self.all.count >= 55) }
}

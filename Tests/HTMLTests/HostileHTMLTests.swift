import Foundation
import Testing

@testable import HTML

/// Inputs that are hundreds of kilobytes and would take minutes if anything were quadratic in them.
struct HostileHTMLTests {
    static let inputs: [(name: String, html: String)] = [
        ("nested blocks", String(repeating: "<div>", count: 40_000) + "x"),
        (
            "nested blocks, then ends of others",
            String(repeating: "<div>", count: 10_000) + String(repeating: "</b></p>", count: 10_000)
        ),
        ("nested formatting in paragraphs", String(repeating: "<b><i><u><p>x", count: 10_000)),
        ("nested links", String(repeating: "<a href=/x><b>", count: 10_000)),
        ("nested lists", String(repeating: "<ul><li>", count: 10_000) + "x"),
        ("nested quotes", String(repeating: "<blockquote>", count: 10_000) + "x"),
        ("nested tables", String(repeating: "<table><tr><td>", count: 10_000) + "x"),
        ("tables in rows", String(repeating: "<table><tr>x", count: 10_000)),
        (
            "nested hidden elements",
            String(repeating: "<button><svg>", count: 10_000) + String(repeating: "</p>", count: 10_000)
        ),
        ("unclosed raw text", String(repeating: "<iframe><title><xmp>", count: 10_000)),
        ("ampersands", String(repeating: "&", count: 200_000)),
        ("half references", String(repeating: "&Counter", count: 40_000)),
        ("open comments", String(repeating: "<!-", count: 60_000) + String(repeating: "<!--", count: 60_000)),
        ("open tags", String(repeating: "<a ", count: 60_000)),
        ("attributes", "<p " + (0..<20_000).map { "a\($0)=x" }.joined(separator: " ") + ">x"),
        ("the same attribute", "<p " + String(repeating: "title=x ", count: 40_000) + ">x"),
        ("a huge attribute", "<a href=\"/" + String(repeating: "x", count: 1_000_000) + "\">x</a>"),
        ("a huge candidate list", "<img src=/x srcset=\"" + String(repeating: "/a 1x, ", count: 20_000) + "\">"),
        ("huge columns", "<table>" + String(repeating: "<tr><td colspan=99999>x", count: 10_000) + "</table>"),
        ("signs of Markdown", String(repeating: "*_`[]()!\\~", count: 20_000)),
        (
            "back-ticks of code",
            "<code>" + String(repeating: "`", count: 100_000) + "</code><pre>" + String(repeating: "`", count: 100_000)
        ),
        ("stars and spaces", String(repeating: "* ", count: 100_000)),
        ("line breaks", String(repeating: "x<br>", count: 40_000)),
        ("figures of pictures", "<figure>" + String(repeating: "<img src=/x>", count: 10_000) + "<figcaption>x"),
        ("letters of marks", String(repeating: "a<b>!</b>", count: 20_000)),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: inputs.indices)
    func takesLinearTimeAndSpace(input: Int) {
        let html = Self.inputs[input].html
        var resolutions = 0
        let content = HTMLContent(html) {
            resolutions += 1
            return resolved($0)
        }
        let cleaned = content.html
        // Nesting is bounded, and so is what each byte of input can become.
        #expect(cleaned.utf8.count < html.utf8.count * 12 + 10_000, "\(Self.inputs[input].name)")
        #expect(resolutions <= html.utf8.count / 4)
        #expect(content.text.utf8.count < html.utf8.count * 60 + 10_000)
        #expect(content.markdown.utf8.count < html.utf8.count * 60 + 10_000)
        #expect(content.images.count <= 50_000)
    }

    @Test func depthIsBoundedAndTextStays() {
        let content = HTMLContent(String(repeating: "<div>", count: 10_000) + "x<p>y", resolve: resolved)
        #expect(content.html.components(separatedBy: "<div>").count - 1 == 200)
        #expect(content.text.contains("x") && content.text.contains("y"))
    }

    @Test func sizeIsBoundedAtACharacter() {
        let content = HTMLContent("<p>aé</p>", limits: HTMLLimits(bytes: 5), resolve: resolved)
        #expect(content.html == "<p>a</p>")
    }
}

import FuzzDriver
import HTML

/// Any bytes as HTML: sanitized, as text, as Markdown; no live element may come through.
@main struct FuzzHTML {
    static func main() {
        FuzzDriver.main { start, count in FuzzHTML.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let source = String(decoding: input, as: UTF8.self)
        let content = HTMLContent(source) { $0 }
        let html = content.html.utf8
        for tag in ["<script", "<style", "<object", "<form", "<meta", "<base"] {
            FuzzDriver.require(!holds(html, tag.utf8), "a live element came through: \(tag)")
        }
        // What was cleaned is clean: another pass changes nothing.
        let again = HTMLContent(content.html) { $0 }
        FuzzDriver.require(content.html, is: again.html, "cleaned twice is something else")
        _ = content.text
        _ = content.markdown
        _ = PlainText.line(fromHTML: source)
        _ = PlainText.summary(of: source, limit: 300)
        return 0
    }
}

private func holds(_ text: String.UTF8View, _ part: String.UTF8View) -> Bool {
    var rest = text[...]
    while let index = rest.firstIndex(of: part.first!) {
        rest = rest[index...]
        if rest.starts(with: part) { return true }
        rest = rest.dropFirst()
    }
    return false
}

import Cleaning
import FuzzDriver
import Model

/// Any bytes as a web page: its article, and what the page says of it; no live element may come through.
@main struct FuzzPages {
    static func main() {
        FuzzDriver.main { start, count in FuzzPages.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        var parser = PageParser()
        parser.markdown = true
        let page = parser.parse(Array(input), url: "https://pages.example.org/a/story", contentType: "text/html")
        FuzzDriver.require(page.hasArticle || page.item.contentHTML == nil, "content without an article")
        let html = page.item.contentHTML ?? ""
        for tag in ["<script", "<style", "<object", "<form", "<meta", "<base"] {
            FuzzDriver.require(!html.contains(tag), "a live element came through: \(tag)")
        }
        return 0
    }
}

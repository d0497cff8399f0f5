import FuzzDriver
import HTML
@testable import Selectors

/// A selector on the first line and a page after it: what the selector finds is in the page, and its text reads back.
@main struct FuzzSelectors {
    static func main() {
        FuzzDriver.main { start, count in FuzzSelectors.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        let end = input.firstIndex(of: UInt8(ascii: "\n")) ?? input.endIndex
        let text = String(decoding: input[..<end], as: UTF8.self)
        guard let selector = try? CSSSelector(text) else { return 0 }
        guard let again = try? CSSSelector(selector.text) else { FuzzDriver.fail("the text of a selector is not one") }
        FuzzDriver.require(again == selector, "the text of a selector is another one")
        let page = HTMLDocument(String(decoding: input[end...], as: UTF8.self), selectors: [selector])
        let found = page.elements(matching: selector)
        FuzzDriver.require(found == found.sorted() && Set(found).count == found.count, "elements are not in order")
        return 0
    }
}

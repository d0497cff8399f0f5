import Bytes
import Model

/// What an item may take once it is rendered: four times what was published, and a megabyte. Text of nothing but `&` would
/// take six times as much, of control characters twelve times.
struct RenderedLimit {
    /// Below that the megabyte is enough for whatever comes.
    private static let small = 64 << 10
    private let bytes: Int?

    /// - Parameter published: bytes of texts.
    init(published: Int) { bytes = published <= Self.small ? nil : 4 * published + (1 << 20) - Self.small }

    /// Leaves out the HTML of a text first, which the text itself says as well; then what the text has too much.
    func apply(to item: inout Item, _ markdown: inout String?) {
        guard let bytes else { return }
        if let text = markdown, text.utf8.count > bytes { markdown = Self.cut(text, to: bytes) }
        var left = bytes
        keep(&item.summary, &left)
        keep(&item.contentText, &left)
        keepWhole(&item.contentHTML, &left)
        keepWhole(&item.summaryHTML, &left)
    }

    private func keep(_ text: inout String?, _ left: inout Int) {
        guard let whole = text else { return }
        let length = JSONEscape.length(of: whole)
        if length > left {
            // No part of a text takes more than all of it does in the worst case.
            let kept = Self.cut(whole, to: left / JSONEscape.longest)
            text = kept
            left -= JSONEscape.length(of: kept)
        } else {
            left -= length
        }
    }

    private func keepWhole(_ html: inout String?, _ left: inout Int) {
        guard let length = html.map(JSONEscape.length) else { return }
        if length > left { html = nil } else { left -= length }
    }

    /// The start of a text and an ellipsis, no character cut in two.
    private static func cut(_ text: String, to bytes: Int) -> String {
        let utf8 = text.utf8
        guard utf8.count > bytes, bytes >= 3 else { return utf8.count > bytes ? "" : text }
        var end = utf8.index(utf8.startIndex, offsetBy: bytes - 3)
        while end > utf8.startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(text[..<end]) + "\u{2026}"
    }
}

/// How long the short texts of an item may be: beyond that, no one reads them, and they only fill disks and lists.
enum TextLimit {
    case title, tag

    var bytes: Int {
        switch self {
        case .title: 4096
        case .tag: 1024
        }
    }

    /// The text, or its start and an ellipsis where it is longer.
    /// - Parameter most: bytes, where that is less.
    func cut(_ text: String, to most: Int = .max) -> String {
        let limit = max(3, min(bytes, most))
        guard text.utf8.count > limit else { return text }
        let utf8 = Array(text.utf8.prefix(limit))
        // An ellipsis has three bytes; and no character is cut in two.
        var end = limit - 3
        while end > 0, utf8[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: utf8[..<end], as: UTF8.self) + "…"
    }

    /// Markup cannot be cut: nil where it is longer.
    func whole(_ markup: String) -> String? { markup.utf8.count <= bytes ? markup : nil }
}

public import Foundation
public import Model

/// An entry in few words. `url` is canonical already; it has no content unless said otherwise.
public func entry(
    _ guid: String?, _ url: String?, _ title: String, day: Double? = nil, content: String? = nil, root: Bool = false
) -> Fingerprint {
    func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 5381
        for byte in text.utf8 { hash = hash &* 33 &+ UInt64(byte) }
        return hash
    }
    return Fingerprint(
        guid: guid, canonicalURL: url, isSiteRoot: root, title: title, published: day.map { .day($0) },
        contentHash: hash(content ?? title), textHash: content.map(hash))
}

extension Date {
    /// A Monday at noon, and so many days after it.
    public static func day(_ days: Double) -> Date { Date(timeIntervalSince1970: 1_795_435_200 + days * 86_400) }
}

import Web

/// What the relative addresses of a document may become longer by, all together: a long base must not be multiplied by its
/// thousands of items. One document, one thread.
final class AddressRoom {
    private var left: Int

    /// - Parameter bytes: those of the document.
    init(document bytes: Int) { left = 2 * bytes + (1 << 20) }

    /// What a reference means on the page at `base`; nil where it means nothing, or would need more room than is left.
    func resolve(_ reference: String, at base: WebURL?) -> WebURL? {
        // Without a base it is a URL by itself, or nothing that could become longer.
        guard let base, left > 0 else { return try? WebURL(parsing: reference) }
        guard let url = base.resolving(reference) else { return nil }
        let longer = url.href.utf8.count - reference.utf8.count
        guard longer <= left else {
            // Once is enough: to find out takes as long as the base is, for each of them.
            left = 0
            return nil
        }
        left -= max(0, longer)
        return url
    }
}

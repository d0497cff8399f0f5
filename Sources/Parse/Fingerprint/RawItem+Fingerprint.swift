import Bytes
public import Model
public import Web

extension RawItem {
    /// What deduplication looks at, made without any HTML work.
    /// - Parameter folds: what canonical URLs merge besides the usual.
    public func fingerprint(folding folds: CanonicalURL.Folds = []) -> Fingerprint {
        // A link that is not an address of a page identifies nothing.
        let canonical = item.url.flatMap { try? CanonicalURL($0, folding: folds) }
        // Most addresses are canonical: two of them share their memory.
        let url = canonical?.string == item.url ? item.url : canonical?.string
        let foldedTitle = title.map { FoldedText.of($0.value) } ?? ""
        let guid = item.guid.nonEmpty
        var text = ContentHash()
        addTexts(to: &text)
        var hash = ContentHash()
        hash.add(foldedTitle)
        // Where title and text are the key, their hash is one that stores have kept since 0.1.0.
        if guid != nil, !foldedTitle.isEmpty { hash.add(text) } else { addTexts(to: &hash) }
        return Fingerprint(
            guid: guid, canonicalURL: url, isSiteRoot: canonical?.isSiteRoot ?? false,
            title: foldedTitle, published: item.date, contentHash: hash.value, textHash: text.hasText ? text.value : nil
        )
    }

    private func addTexts(to hash: inout ContentHash) {
        for text in [content, summary] { if let text { hash.add(text.value) } }
        for attachment in item.attachments { hash.add(attachment.url) }
    }
}

public import Model
public import Web

extension RawItem {
    /// What deduplication looks at, made without any HTML work.
    /// - Parameter folds: what canonical URLs merge besides the usual.
    public func fingerprint(folding folds: CanonicalURL.Folds = []) -> Fingerprint {
        // A link that is no address of a page identifies nothing.
        let canonical = item.url.flatMap { try? CanonicalURL($0, folding: folds) }
        let foldedTitle = title.map { FoldedText.of($0.value) } ?? ""
        var hash = ContentHash()
        hash.addTitle(foldedTitle)
        for text in [content, summary] { if let text { hash.add(text.value) } }
        for attachment in item.attachments { hash.add(attachment.url) }
        return Fingerprint(
            guid: item.guid.nonEmpty, canonicalURL: canonical?.string, isSiteRoot: canonical?.isSiteRoot ?? false,
            title: foldedTitle, published: item.date, contentHash: hash.value, textHash: hash.text)
    }
}

public import Model

extension RawItem {
    /// What deduplication looks at, made without any HTML work.
    public func fingerprint() -> Fingerprint {
        Fingerprint(
            guid: item.guid, canonicalURL: item.url, title: title?.value ?? "", published: item.published,
            contentHash: 0)
    }
}

public import Model

extension RawItem {
    /// What deduplication looks at, made without any HTML work.
    /// - Parameter folds: what canonical URLs merge besides the usual.
    public func fingerprint(folding folds: CanonicalURL.Folds = []) -> Fingerprint {
        // A link that is no address of a page identifies nothing.
        let canonical = item.url.flatMap { try? CanonicalURL($0, folding: folds) }
        let foldedTitle = title.map { FoldedText.of($0.value) } ?? ""
        var hash = ContentHash()
        hash.add(foldedTitle)
        for text in [content, summary] { if let text { hash.add(text.value) } }
        for attachment in item.attachments { hash.add(attachment.url) }
        return Fingerprint(
            guid: item.guid.nonEmpty, canonicalURL: canonical?.string, isSiteRoot: canonical?.isSiteRoot ?? false,
            title: foldedTitle, published: item.published, contentHash: hash.value)
    }
}

/// A hash over texts, the same on every machine, that is blind to white space and to what trackers add to links
/// (`?utm_source=rss`): neither makes a new revision.
struct ContentHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds a text and its end.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var (hash, word, held) = (value, UInt64(0), 0)
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";") {
                    let length = Self.trackerLength(bytes, after: index)
                    if length > 0 {
                        index += 1 + length
                        continue
                    }
                }
                // Without a branch for white space: it comes too often, and too irregularly, to be foreseen.
                let isKept = byte > 0x20
                word = isKept ? word << 8 | UInt64(byte) : word
                held += isKept ? 1 : 0
                if held == 8 {
                    hash = Self.mixed(hash, word)
                    (word, held) = (0, 0)
                }
                index += 1
            }
            value = Self.mixed(Self.mixed(hash, word), UInt64(held) << 56 | 0xFF)
        }
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// Bytes of a `utm_` parameter behind a separator; 0 for any other.
    private static func trackerLength(_ bytes: UnsafeBufferPointer<UInt8>, after separator: Int) -> Int {
        let start = separator + 1
        guard start + 4 < bytes.count, bytes[start] == UInt8(ascii: "u"), bytes[start + 1] == UInt8(ascii: "t"),
            bytes[start + 2] == UInt8(ascii: "m"), bytes[start + 3] == UInt8(ascii: "_")
        else { return 0 }
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case 0...0x20, UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"),
                UInt8(ascii: "<"),
                UInt8(ascii: ">"):
                return end - start
            default: end += 1
            }
        }
        return end - start
    }
}

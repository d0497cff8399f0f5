import Bytes
import Web

/// A hash over an entry's title and texts, the same on every machine, that is blind to what changes without a change of the
/// article: white space, what trackers add to links (`?utm_source=rss`), counters (`12 comments`, `Points: 40`, `3 hours
/// ago`), where a picture is served from, who may see it until when (`pond.jpg?X-Amz-Signature=…`), and pictures of one
/// pixel.
struct ContentHash {
    private(set) var value = FNV1a.start
    /// Something was added that is not blank.
    private(set) var hasText = false

    /// Adds a text and its end.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var run = Run(hash: value)
            var index = 0
            // Once a picture's tag has no end, or each would be looked for anew.
            var looksForPictures = true
            while index < bytes.count {
                index = run.add(bytes, from: index, toPicture: looksForPictures)
                guard index < bytes.count, looksForPictures else { continue }
                guard let tag = Picture.tag(in: bytes, after: index) else {
                    looksForPictures = false
                    continue
                }
                let folded = Picture.folded(bytes, in: index..<tag.end, isInvisible: tag.isInvisible)
                folded.withUnsafeBufferPointer { _ = run.add($0, from: 0, toPicture: false) }
                index = tag.end
            }
            if run.hash.value != value || run.hash.held > 0 { hasText = true }
            value = run.hash.finish()
        }
    }

    /// Adds what was hashed apart.
    mutating func add(_ other: ContentHash) { value = PackedHash.mixed(value, other.value) }

    /// Bytes of what follows the `&` where HTML writes it as a reference; 0 for none.
    fileprivate static func escapeLength(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        for escape: StaticString in ["amp;", "#038;", "#38;"]
        where start + escape.utf8CodeUnitCount <= bytes.count {
            let length = escape.utf8CodeUnitCount
            if bytes[start..<start + length].elementsEqual(UnsafeBufferPointer(start: escape.utf8Start, count: length))
            {
                return length
            }
        }
        return 0
    }

    /// Bytes of a parameter that says nothing of the article: it tracks, signs, or keeps caches out; 0 for any other.
    fileprivate static func noiseLength(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, end - start < 32, bytes[end].isWord || bytes[end] == UInt8(ascii: "-") { end += 1 }
        guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: "=") else { return 0 }
        let name = Array(bytes[start..<end])
        guard WebURL.isTracker(name) || Picture.isSignature(name) else { return 0 }
        while end < bytes.count, bytes[end] != UInt8(ascii: "&"), !endsAddress(bytes[end]) { end += 1 }
        return end - start
    }

    fileprivate static func addressEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < bytes.count, !endsAddress(bytes[end]) { end += 1 }
        return end
    }

    private static func endsAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "#"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"):
            true
        default: false
        }
    }
}

/// A text while it is hashed.
private struct Run {
    private(set) var hash: PackedHash

    init(hash: UInt64) { self.hash = PackedHash(hash) }

    /// - Parameter stops: stop behind `<img`.
    /// - Returns: where it stopped.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, toPicture stops: Bool) -> Int {
        var index = start
        while index < bytes.count {
            let sign = bytes.firstSign(from: index, tags: stops)
            hash.add(bytes, index..<sign)
            guard sign < bytes.count else { return sign }
            index = sign + 1
            switch bytes[sign] {
            case UInt8(ascii: "<"):
                if let end = Picture.nameEnd(in: bytes, from: index) {
                    hash.add(bytes, sign..<end)
                    return end
                }
                hash.add(bytes[sign])
            case UInt8(ascii: "?"), UInt8(ascii: "&"):
                let end = Self.noiseEnd(in: bytes, from: sign)
                if end < 0 {
                    index = -end
                } else {
                    // Whichever parameter comes first: the one ahead of it may have been a tracker.
                    hash.add(UInt8(ascii: "&"))
                    index = end + 1
                }
            default:
                let isNumber = sign == 0 || !bytes[sign - 1].isWord
                let counter = isNumber ? Counter.length(in: bytes, from: sign) : 0
                if counter > 0 {
                    index = sign + counter
                } else {
                    while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
                    hash.add(bytes, sign..<index)
                }
            }
        }
        return index
    }

    /// Where what tells nothing ends, negative; else the last byte of the separator at `index`.
    private static func noiseEnd(in bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int {
        if bytes[index] == UInt8(ascii: "?"), Picture.endsName(bytes, before: index) {
            return -ContentHash.addressEnd(bytes, from: index)
        }
        let after = index + 1 + ContentHash.escapeLength(bytes, from: index + 1)
        let length = ContentHash.noiseLength(bytes, from: after)
        return length > 0 ? -(after + length) : after - 1
    }
}

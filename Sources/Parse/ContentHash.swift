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
            if run.hash != value || run.held > 0 { hasText = true }
            value = run.finish()
        }
    }

    /// Adds what was hashed apart.
    mutating func add(_ other: ContentHash) { value = Self.mixed(value, other.value) }

    fileprivate static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

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

/// Eight bytes of a text are hashed at once, white space left out.
private struct Run {
    private(set) var hash: UInt64
    /// The last bytes, of which `held` are not hashed yet.
    private var word: UInt64 = 0
    private(set) var held = 0

    init(hash: UInt64) { self.hash = hash }

    /// - Parameter stops: stop behind `<img`.
    /// - Returns: where it stopped.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, toPicture stops: Bool) -> Int {
        var (hash, word, held) = (self.hash, self.word, self.held)
        defer { (self.hash, self.word, self.held) = (hash, word, held) }
        // `<img`; no four bytes are the other.
        let wanted: UInt32 = stops ? 0x3C69_6D67 : 0
        var index = start
        while index < bytes.count {
            var byte = bytes[index]
            // The digits, `&` and `?`: most bytes are none of these, and are asked once.
            if byte &- UInt8(ascii: "&") <= UInt8(ascii: "?") - UInt8(ascii: "&") {
                if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") {
                    let end = Self.noiseEnd(in: bytes, from: index)
                    if end < 0 {
                        index = -end
                        continue
                    }
                    // Whichever parameter comes first: the one ahead of it may have been a tracker.
                    byte = UInt8(ascii: "&")
                    index = end
                } else if byte.isASCIIDigit, index == 0 || !bytes[index - 1].isWord {
                    let length = Counter.length(in: bytes, from: index)
                    if length > 0 {
                        index += length
                        continue
                    }
                }
            }
            // Without a branch for white space: it comes too often, and too irregularly, to be foreseen.
            let isKept = byte > 0x20
            word = isKept ? word << 8 | UInt64(byte) : word
            held += isKept ? 1 : 0
            if held == 8 {
                hash = ContentHash.mixed(hash, word)
                held = 0
            }
            index += 1
            // Seen in what was read, and not at each `<`: those cannot be foreseen either.
            if isKept, UInt32(truncatingIfNeeded: word) | 0x0020_2020 == wanted {
                return index
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

    func finish() -> UInt64 {
        let rest = held == 0 ? 0 : word & (1 << (8 * UInt64(held)) - 1)
        return ContentHash.mixed(ContentHash.mixed(hash, rest), UInt64(held) << 56 | 0xFF)
    }
}

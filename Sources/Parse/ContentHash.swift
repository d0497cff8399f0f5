import Bytes
import Web

/// A hash over an entry's title and texts, the same on every machine, that is blind to what changes without a change of the
/// article: white space, what trackers add to links (`?utm_source=rss`), counters (`12 comments`, `Points: 40`, `3 hours
/// ago`), where a picture is served from, who may see it until when (`pond.jpg?X-Amz-Signature=…`), and pictures of one
/// pixel.
struct ContentHash {
    /// Over title and texts.
    private(set) var value = FNV1a.start
    /// Over the texts alone; nil where there are none.
    var text: UInt64? { hasText ? textValue : nil }
    private var textValue = FNV1a.start
    private var hasText = false

    /// Adds the title and its end.
    mutating func addTitle(_ title: String) {
        let (text, had) = (textValue, hasText)
        add(title)
        (textValue, hasText) = (text, had)
    }

    /// Adds a text and its end.
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var (hash, textHash, word, held) = (value, textValue, UInt64(0), 0)
            var index = 0
            // Up to there a picture's tag goes; the text's end once a tag has none, or each would be looked for anew.
            var (pictureEnd, hasEnds) = (0, true)
            var isBlank = true
            while index < bytes.count {
                var byte = bytes[index]
                // Letters, of which there are most, are looked at no further.
                if byte < 0x40 {
                    if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") {
                        if byte == UInt8(ascii: "?"), Picture.endsName(bytes, before: index) {
                            index = Self.addressEnd(bytes, from: index)
                            continue
                        }
                        let after = index + 1 + Self.escapeLength(bytes, from: index + 1)
                        let length = Self.noiseLength(bytes, from: after, isInPicture: index < pictureEnd)
                        if length > 0 {
                            index = after + length
                            continue
                        }
                        // Whichever parameter comes first: the one ahead of it may have been a tracker.
                        byte = UInt8(ascii: "&")
                        index = after - 1
                    } else if byte == UInt8(ascii: "<") {
                        if hasEnds, index >= pictureEnd, Picture.begins(in: bytes, at: index) {
                            let tag = Picture.tag(in: bytes, at: index)
                            if tag?.isInvisible == true {
                                index = tag?.end ?? bytes.count
                                continue
                            }
                            (pictureEnd, hasEnds) = (tag?.end ?? 0, tag != nil)
                        }
                    } else if byte == UInt8(ascii: "/") {
                        if index < pictureEnd, let end = Picture.hostEnd(in: bytes, at: index) {
                            index = end
                            continue
                        }
                    } else if byte &- 0x30 < 10, index == 0 || !bytes[index - 1].isWord {
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
                    hash = Self.mixed(hash, word)
                    textHash = Self.mixed(textHash, word)
                    (word, held, isBlank) = (0, 0, false)
                }
                index += 1
            }
            if held > 0 { isBlank = false }
            value = Self.mixed(Self.mixed(hash, word), UInt64(held) << 56 | 0xFF)
            textValue = Self.mixed(Self.mixed(textHash, word), UInt64(held) << 56 | 0xFF)
            if !isBlank { hasText = true }
        }
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// Bytes of what follows the `&` where HTML writes it as a reference; 0 for none.
    private static func escapeLength(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
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
    private static func noiseLength(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isInPicture: Bool
    ) -> Int {
        var end = start
        while end < bytes.count, end - start < 32, bytes[end].isWord || bytes[end] == UInt8(ascii: "-") { end += 1 }
        guard end > start, end < bytes.count, bytes[end] == UInt8(ascii: "=") else { return 0 }
        let name = Array(bytes[start..<end])
        guard WebURL.isTracker(name) || Picture.isSignature(name, isInPicture: isInPicture) else { return 0 }
        while end < bytes.count, bytes[end] != UInt8(ascii: "&"), !endsAddress(bytes[end]) { end += 1 }
        return end - start
    }

    private static func addressEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
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

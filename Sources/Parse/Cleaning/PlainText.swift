/// Plain text, as titles and summaries have it.
enum PlainText {
    /// White space runs, line ends and no-break spaces as one space each, none at the ends.
    static func folded(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            if isFolded(bytes) { return String(decoding: bytes, as: UTF8.self) }
            return String(unsafeUninitializedCapacity: bytes.count) { buffer in
                var (count, index) = (0, 0)
                var needsSpace = false
                while index < bytes.count {
                    let length = spaceLength(bytes, at: index)
                    if length > 0 {
                        needsSpace = count > 0
                        index += length
                        continue
                    }
                    if needsSpace {
                        buffer[count] = 0x20
                        count += 1
                        needsSpace = false
                    }
                    buffer[count] = bytes[index]
                    count += 1
                    index += 1
                }
                return count
            }
        }
    }

    /// Most texts are folded already.
    private static func isFolded(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var wasSpace = true
        for index in 0..<bytes.count {
            let length = spaceLength(bytes, at: index)
            if length > 0 && (wasSpace || length > 1 || bytes[index] != 0x20) { return false }
            wasSpace = length > 0
        }
        return !wasSpace || bytes.isEmpty
    }

    /// Bytes of the white space that stands here: ASCII's, or U+00A0.
    private static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        if bytes[index] <= 0x20 { return 1 }
        return bytes[index] == 0xC2 && index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    }

    /// Plain text as CommonMark: paragraphs stay, and what would be markup is escaped.
    static func markdown(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\`*_{}[]<>#|".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}

/// The beginning of a text.
enum Excerpt {
    /// At most so many characters, cut at the end of a sentence or else of a word, with an ellipsis in the second case.
    static func of(_ text: String, length: Int) -> String? {
        // A character is at most some dozens of bytes: what is cut here is far behind the end.
        let head = PlainText.folded(String(text.prefix(length * 4)))
        guard head.count > length else { return head.isEmpty ? nil : head }
        let cut = head.prefix(length)
        if let stop = cut.lastIndex(where: { ".!?…。！？".contains($0) }),
            cut.distance(from: cut.startIndex, to: stop) > length / 2,
            cut.index(after: stop) == cut.endIndex || cut[cut.index(after: stop)] == " "
        {
            return String(cut[...stop])
        }
        guard let space = cut.lastIndex(of: " ") else { return String(cut) + "…" }
        return String(cut[..<space]) + "…"
    }
}

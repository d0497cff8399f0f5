import Bytes

/// The first sentences of a text on one line, gathered character by character: the rule of `PlainText.summary`.
struct Summary: ~Copyable {
    /// Characters, at least 1.
    private let limit: Int
    private var line: ByteBuffer
    private var count = 0
    /// Where the last character of `line` begins.
    private var lastStart = 0
    private var isGap = false
    private var endsSentence = false
    /// The last sentence that ended before white space: bytes and characters of `line` up to there.
    private var sentence: (end: Int, count: Int)?
    /// Where the last word ended that leaves room for the `…`.
    private var wordEnd: Int?

    /// The summary of UTF-8, nil where a character of it may be several scalar values: telling those apart takes tables of
    /// Unicode's and twenty times as long.
    static func ofSimple(_ text: UnsafeBufferPointer<UInt8>, limit: Int) -> String? {
        var summary = Summary(limit: limit)
        // A word that has no room goes in character by character, and is not measured again for each.
        var (index, end) = (0, 0)
        while index < text.count {
            if text[index] == 0x20 {
                summary.isGap = summary.count > 0
                index += 1
                continue
            }
            if index >= end {
                // Not further than the limit, because a longer word has no room anyhow.
                end = min(text.endOfWord(from: index), index + limit + 1)
                if end > index, summary.addWord(UnsafeBufferPointer(rebasing: text[index..<end])) {
                    index = end
                    continue
                }
            }
            let (scalar, length) = decode(text, at: index)
            guard scalar < 0x300 || isCharacter(scalar) else { return nil }
            let character = UnsafeBufferPointer(rebasing: text[index..<(index + length)])
            if let cut = summary.add(scalar, character) { return cut }
            index += length
        }
        return String(decoding: summary.line.bytes, as: UTF8.self)
    }

    /// The summary of any text.
    static func of(_ text: String, limit: Int) -> String {
        var summary = Summary(limit: limit)
        for character in text {
            var bytes = String(character)
            // Where a mark follows white space, the white space says what the character is.
            let scalar = character.unicodeScalars.first?.value ?? 0
            let isLone = bytes.unicodeScalars.dropFirst().isEmpty
            let sign = isLone || Self.isWhiteSpace(scalar) ? scalar : Self.composed
            if let cut = bytes.withUTF8({ summary.add(sign, $0) }) { return cut }
        }
        return String(decoding: summary.line.bytes, as: UTF8.self)
    }

    private init(limit: Int) {
        self.limit = limit
        line = ByteBuffer(capacity: limit + limit / 8)
    }

    /// A mark for a character of several scalar values: no white space and no end of a sentence.
    private static let composed: UInt32 = 0x61

    /// Adds a character; returns the summary where there is no room for it.
    private mutating func add(_ scalar: UInt32, _ character: UnsafeBufferPointer<UInt8>) -> String? {
        if Self.isWhiteSpace(scalar) {
            isGap = count > 0
            return nil
        }
        if isGap { addSpace() }
        if count >= limit { return cut() }
        lastStart = line.count
        if character.count == 1 { line.append(character[0]) } else { line.append(character) }
        count += 1
        switch scalar {
        case 0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D: break  // "')]»’” belong to the sentence that ended
        case 0x21, 0x2E, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F: endsSentence = true  // !.?…。！？
        default: endsSentence = false
        }
        return nil
    }

    private mutating func addSpace() {
        isGap = false
        if endsSentence { sentence = (line.count, count) }
        if count < limit { wordEnd = line.count }
        lastStart = line.count
        line.append(0x20)
        count += 1
        endsSentence = false
    }

    /// Adds a piece of a word that is of ASCII alone, all at once; false, and nothing is added, where there is no room for all
    /// of it.
    private mutating func addWord(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        if count + word.count + (isGap ? 1 : 0) > limit { return false }
        if isGap { addSpace() }
        line.append(word)
        lastStart = line.count - 1
        count += word.count
        var end = word.count
        while end > 0 {
            end -= 1
            let last = word[end]
            if last == 0x22 || last == 0x27 || last == 0x29 || last == 0x5D { continue }  // "')]
            endsSentence = last == 0x21 || last == 0x2E || last == 0x3F
            break
        }
        return true
    }

    private func cut() -> String {
        // A first sentence of a word or two says too little to stop there.
        if let sentence, sentence.count * 3 >= limit {
            return String(decoding: line.bytes[..<sentence.end], as: UTF8.self)
        }
        return String(decoding: line.bytes[..<(wordEnd ?? lastStart)], as: UTF8.self) + "…"
    }

    // MARK: Scalar values

    /// `text` is valid UTF-8, and a character begins at `index`.
    @inline(__always)
    private static func decode(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[index])
        if first < 0x80 { return (first, 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var scalar = first & (0x7F >> UInt32(length))
        for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
        return (scalar, length)
    }

    /// Unicode's White_Space.
    @inline(__always)
    private static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20: true
        case ..<0x85: false
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Whether the scalar value is a character by itself next to any other that this is true of (Unicode Standard Annex 29):
    /// no mark, joiner, conjoining jamo, regional indicator or skin tone. CR and LF are one together, but white space anyhow.
    static func isCharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case ..<0x300: true
        case 0x370..<0x483, 0x48A..<0x591, 0x5D0..<0x5EB, 0x61B..<0x64B, 0x660..<0x670, 0x671..<0x6D6,
            0x1E00..<0x200C, 0x200E..<0x20D0, 0x2100..<0x2CEF, 0x3000..<0x302A, 0x3030..<0x3099, 0x309B..<0xA66F,
            0xAC00..<0xD7A4, 0xFF00..<0xFF9E, 0x1F300..<0x1F3FB, 0x1F400..<0x1FB00:
            true
        default: false
        }
    }
}

import CBytes

/// Searches of texts. They return `count` where they find nothing.
extension UnsafeBufferPointer<UInt8> {
    /// The first digit, `&`, `?` or, if `tags`, `<`.
    package func firstSign(from start: Int, tags: Bool) -> Int { np_sign(baseAddress, start, count, tags) }

    /// The end of a piece of a word: printable ASCII without spaces.
    package func endOfWord(from start: Int) -> Int { np_word_end(baseAddress, start, count) }
}

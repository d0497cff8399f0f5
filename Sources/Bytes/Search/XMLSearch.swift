public import CBytes

/// Searches of XML's tags and character data.
@usableFromInline package enum XMLSearch {
    /// Bytes that `copyPlainText` may write beyond those that it counts.
    @inlinable package static var slack: Int { 16 }

    /// The index of the first `>` or quote of a tag from `start` on; `count` where there is none.
    @inlinable @inline(__always)
    package static func tagMark(_ text: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        np_tag_mark(text, start, count)
    }

    /// Copies character data up to the first byte that wants a look: `ampersand`, `bracket`, any beyond ASCII, a control
    /// but the line feed.
    /// - Parameter out: has room for `count` bytes, and for `slack` more.
    /// - Returns: how many bytes it copied.
    @inlinable @inline(__always)
    package static func copyPlainText(
        _ text: UnsafePointer<UInt8>, count: Int, to out: UnsafeMutablePointer<UInt8>, ampersand: UInt8, bracket: UInt8
    ) -> Int {
        np_copy_plain_text(text, count, out, ampersand, bracket)
    }

    /// How many line feeds there are.
    @inlinable @inline(__always)
    package static func countLines(_ text: UnsafePointer<UInt8>, count: Int) -> Int { np_count_lines(text, count) }
}

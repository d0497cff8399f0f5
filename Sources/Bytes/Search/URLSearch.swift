public import CBytes

/// Searches of URLs. Those for a byte return `count` where they find none.
extension UnsafeBufferPointer<UInt8> {
    /// The first byte that may not be in a path as it is or ends it, or the slash of a segment that begins like `.`,
    /// `..` or `%2e`.
    @inlinable @inline(__always)
    package func endOfPlainPath(from start: Int) -> Int { np_path_end(baseAddress, start, count) }

    /// The first byte that may not be in the query of an http or https URL as it is, or ends it.
    @inlinable @inline(__always)
    package func endOfPlainQuery(from start: Int) -> Int { np_query_end(baseAddress, start, count) }

    /// The end of a host of lower-case ASCII letters, digits, `-`, `_` and dots, where a slash, a colon or the end of the
    /// text follows. Nil for any other, and for what has to be looked at: A-labels, and what may be an IPv4 address.
    @inlinable @inline(__always)
    package func endOfPlainHost(from start: Int) -> Int? {
        let end = np_host_end(baseAddress, start, count)
        return end < 0 ? nil : end
    }
}

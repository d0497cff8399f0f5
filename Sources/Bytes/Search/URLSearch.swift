public import CBytes

/// Searches of URLs. Each returns `count` where it finds nothing.
extension UnsafeBufferPointer<UInt8> {
    /// The first byte that may not be in a path as it is or ends it, or the slash of a segment that begins like `.`,
    /// `..` or `%2e`.
    @inlinable @inline(__always)
    package func endOfPlainPath(from start: Int) -> Int { np_path_end(baseAddress, start, count) }

    /// The first byte that may not be in the query of an http or https URL as it is, or ends it.
    @inlinable @inline(__always)
    package func endOfPlainQuery(from start: Int) -> Int { np_query_end(baseAddress, start, count) }

    /// The first byte that is not a small ASCII letter, a digit or `_`.
    @inlinable @inline(__always)
    package func endOfHostWord(from start: Int) -> Int { np_host_word_end(baseAddress, start, count) }
}

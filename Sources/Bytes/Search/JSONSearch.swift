public import CBytes

/// Searches of JSON.
extension UnsafeBufferPointer<UInt8> {
    /// The index, from `start` on, of the first byte that a JSON string does not have as it is: `quote`, a backslash, a
    /// control but tab, line feed and carriage return; `count` where there is none. And whether bytes beyond ASCII may be
    /// ahead of it.
    @inlinable @inline(__always)
    package func endOfStringRun(from start: Int, quote: UInt8) -> (end: Int, mayHoldBeyondASCII: Bool) {
        guard let baseAddress else { return (0, false) }
        let run = np_read_json(baseAddress, start, count, quote)
        return (run.end, run.beyond)
    }
}

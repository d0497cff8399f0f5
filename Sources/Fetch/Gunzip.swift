import CZlib

/// Decodes gzip (RFC 1952) that came as the body itself: `feed.xml.gz`, or a server that compresses and does not say so.
public enum Gunzip {
    public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b, 0x08]) }

    /// All members of `bytes`, one after the other; what follows the last one is ignored, as gzip(1) does.
    /// - Throws: `bodyTooLarge`, `truncated` or `badEncoding`.
    /// - Parameter limit: bytes that the result may have.
    public static func decode(_ bytes: [UInt8], limit: Int) throws(FetchError) -> [UInt8] {
        var stream = z_stream()
        guard np_gunzip_init(&stream) == Z_OK else { throw .badEncoding("zlib cannot start") }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var input = bytes[...]
        while isGzip(Array(input.prefix(3))) {
            try input.removeFirst(member(input, &stream, into: &output, by: &chunk, limit: limit))
            inflateReset(&stream)  // fails only for a stream in bad shape, which the next member would tell
        }
        return output
    }

    /// Decodes one member and returns how many bytes of `input` it took.
    private static func member(
        _ input: ArraySlice<UInt8>, _ stream: inout z_stream, into output: inout [UInt8], by chunk: inout [UInt8],
        limit: Int
    ) throws(FetchError) -> Int {
        var status = Z_OK, used = 0
        while status == Z_OK {
            var written = 0
            (status, used, written) = input.withUnsafeBufferPointer { input in
                chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + used })
                    stream.avail_in = uInt(clamping: input.count - used)
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = uInt(chunk.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, input.count - Int(stream.avail_in), chunk.count - Int(stream.avail_out))
                }
            }
            guard written <= limit - output.count else { throw .bodyTooLarge(limit: limit) }
            output.append(contentsOf: chunk[..<written])
        }
        if status == Z_STREAM_END { return used }
        throw status == Z_BUF_ERROR ? .truncated : .badEncoding("damaged gzip")
    }
}

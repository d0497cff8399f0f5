import CZlib

/// gzip (RFC 1952), by zlib.
package enum Gzip {
    package enum Failure: Error, Equatable, Sendable {
        case tooLarge
        /// The input ends within a member.
        case truncated
        case damaged(reason: String)
    }

    package static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b, 0x08]) }

    /// One member, quickly made; nil where memory is short.
    package static func encode(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard np_gzip_init(&stream, 1) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var isDone = false
        let output = [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, uLong(bytes.count)))) {
            output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = uInt(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = uInt(output.count)
                isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = output.count - Int(stream.avail_out)
            }
        }
        return isDone ? output : nil
    }

    /// All members of `bytes`, one after the other; what follows the last one is ignored, as gzip(1) does.
    /// - Parameter limit: bytes that the result may have.
    package static func decode(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard np_gunzip_init(&stream) == Z_OK else { throw .damaged(reason: "zlib cannot start") }
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
    ) throws(Failure) -> Int {
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
            guard written <= limit - output.count else { throw .tooLarge }
            output.append(contentsOf: chunk[..<written])
        }
        if status == Z_STREAM_END { return used }
        throw status == Z_BUF_ERROR ? .truncated : .damaged(reason: "damaged gzip")
    }
}

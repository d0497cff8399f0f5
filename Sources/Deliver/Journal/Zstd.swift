import CZstd
import Files
import Glibc

/// Zstandard frames (RFC 8878) by libzstd: files of any size through two small buffers.
enum Zstd {
    /// Compresses a whole file into another, which is open for writing and empty. The frame has a checksum and says how
    /// long the content is, so that `zstd -l` and `zstd -t` work on it.
    static func compress(_ source: OpenFile, to target: OpenFile) throws(DeliverError) {
        guard let context = ZSTD_createCCtx() else { throw .init(FileError(.write, target.path, ENOMEM)) }
        defer { ZSTD_freeCCtx(context) }
        // Neither can fail: the parameter and its value are known, and nothing has been compressed yet.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        let size = try DeliverError.mapping { () throws(FileError) in try source.status().size }
        ZSTD_CCtx_setPledgedSrcSize(context, UInt64(size))
        var output = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
        var offset = 0
        while true {
            let input = try DeliverError.mapping { () throws(FileError) in
                try source.read(at: offset, count: min(ZSTD_CStreamInSize(), size - offset))
            }
            offset += input.count
            let isLast = offset >= size || input.isEmpty
            var (consumed, isDone) = (0, false)
            while !isDone {
                let (step, written) = input.withUnsafeBytes { input in
                    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: consumed)
                    return output.withUnsafeMutableBytes { output in
                        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
                        let left = ZSTD_compressStream2(
                            context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
                        consumed = source.pos
                        return (left, target.pos)
                    }
                }
                // Out of memory, or the file is shorter than it was: its owner changed it.
                guard ZSTD_isError(step) == 0 else { throw .badArchive(target.path, reason: Self.reason(step)) }
                try DeliverError.mapping { () throws(FileError) in try target.write(output[..<written]) }
                isDone = isLast ? step == 0 : consumed == input.count
            }
            if isLast { return }
        }
    }

    static func reason(_ code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}

/// Reads a compressed file from its beginning, a block at a time. Belongs to one task.
final class ZstdReader {
    private let file: OpenFile
    private let context: OpaquePointer
    private var input: [UInt8] = []
    /// Of `input`, what is decompressed; of the file, what was read.
    private var consumed = 0, offset = 0
    private var isWithinFrame = false

    init(_ file: OpenFile) throws(DeliverError) {
        guard let context = ZSTD_createDCtx() else { throw .init(FileError(.read, file.path, ENOMEM)) }
        (self.file, self.context) = (file, context)
    }

    deinit { ZSTD_freeDCtx(context) }

    /// The next bytes; nil at the end.
    /// - Throws: `badArchive` for what is not a whole zstd file.
    func next() throws(DeliverError) -> [UInt8]? {
        while true {
            if consumed == input.count {
                input = try DeliverError.mapping { () throws(FileError) in
                    try file.read(at: offset, count: ZSTD_DStreamInSize())
                }
                (consumed, offset) = (0, offset + input.count)
                guard !input.isEmpty else {
                    if isWithinFrame { throw .badArchive(file.path, reason: "it ends in the middle") }
                    return nil
                }
            }
            var step = 0
            let block = [UInt8](unsafeUninitializedCapacity: ZSTD_DStreamOutSize()) { buffer, count in
                input.withUnsafeBytes { input in
                    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: consumed)
                    var target = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
                    step = ZSTD_decompressStream(context, &target, &source)
                    (consumed, count) = (source.pos, target.pos)
                }
            }
            guard ZSTD_isError(step) == 0 else { throw .badArchive(file.path, reason: Zstd.reason(step)) }
            isWithinFrame = step != 0
            if !block.isEmpty { return block }
        }
    }
}

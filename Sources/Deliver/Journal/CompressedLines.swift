import Files

/// Reads a compressed day of the journal from a place on. Belongs to one task.
final class CompressedLines {
    private let reader: ZstdReader
    /// Bytes to pass over.
    private var skip: Int
    /// The beginning of a line whose end has not been decompressed yet.
    private var rest: [UInt8] = []

    /// - Parameter offset: in the lines, as they are without compression.
    init(_ file: OpenFile, from offset: Int) throws(DeliverError) {
        reader = try ZstdReader(file)
        skip = offset
    }

    /// The next lines, each with its `\n`; nil at the end.
    func next() throws(DeliverError) -> [UInt8]? {
        while var block = try reader.next() {
            let skipped = min(skip, block.count)
            skip -= skipped
            if skipped > 0 { block.removeFirst(skipped) }
            rest += block
            guard let newline = block.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            let end = rest.count - (block.count - newline - 1)
            let lines = Array(rest[..<end])
            rest.removeFirst(end)
            return lines
        }
        guard !rest.isEmpty else { return nil }
        // Someone else's file: ours end with a line.
        defer { rest = [] }
        return rest + [UInt8(ascii: "\n")]
    }
}

import Files

/// Reads the journal's archived days, oldest first: their lines as they stood in the journal. Belongs to one task.
public final class JournalArchiveReader {
    private var files: ArraySlice<String>
    private let directory: Directory?
    private var reader: ZstdReader?
    /// The beginning of a line whose end has not been decompressed yet.
    private var rest: [UInt8] = []

    /// - Parameter root: the spool's directory; there need not be an archive.
    public init(root: String) throws(DeliverError) {
        (directory, files) = try DeliverError.mapping { () throws(FileError) in
            guard let directory = try Directory.ifThere(JournalArchive.path(root: root)) else { return (nil, []) }
            return (directory, try JournalArchive.names(in: directory)[...])
        }
    }

    /// The next lines, each with its `\n`; nil at the end.
    public func next() throws(DeliverError) -> [UInt8]? {
        while true {
            if let block = try reader?.next() {
                rest += block
                guard let newline = block.lastIndex(of: UInt8(ascii: "\n")) else { continue }
                let end = rest.count - (block.count - newline - 1)
                let lines = Array(rest[..<end])
                rest.removeFirst(end)
                return lines
            }
            reader = nil
            if !rest.isEmpty {
                // Someone else's file: ours end with a line.
                defer { rest = [] }
                return rest + [UInt8(ascii: "\n")]
            }
            guard let name = files.popFirst(), let directory else { return nil }
            // Retention may have removed it since the directory was read.
            let file = try DeliverError.mapping { () throws(FileError) in try directory.openFileIfThere(name) }
            guard let file else { continue }
            reader = try ZstdReader(file)
        }
    }
}

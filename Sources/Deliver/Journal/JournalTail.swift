/// What is behind the last line of a journal file that is whole beyond doubt: half a line that a crash left, or pages
/// of NULs where the file system kept a file's size and not its bytes.
struct JournalTail: Equatable {
    let bytes: [UInt8]
    /// The `seq` of the line before; 0 where there is none.
    let lastSeq: Int64

    /// What the file holds from there on in its place: never shorter, and not a byte different but for the NULs,
    /// because a reader may have seen them.
    struct Healed: Equatable {
        var bytes: [UInt8]
        /// The last line that is there for good; the store writes what comes after it.
        var lastSeq: Int64
        /// The highest number that readers may have seen, also in what is not a whole line.
        var seenSeq: Int64
    }

    /// - Parameter lines: what the store has after `lastSeq`, as many as the bytes could hold; may be empty.
    func healed(by lines: [(seq: Int64, line: [UInt8])]) -> Healed {
        guard !bytes.isEmpty else { return Healed(bytes: [], lastSeq: lastSeq, seenSeq: lastSeq) }
        return completed(by: lines) ?? closed()
    }

    /// The lines of the store, where the bytes are the beginning of them.
    private func completed(by lines: [(seq: Int64, line: [UInt8])]) -> Healed? {
        var (expected, seq) = ([UInt8](), lastSeq)
        for line in lines where expected.count < bytes.count { (expected, seq) = (expected + line.line, line.seq) }
        guard expected.count >= bytes.count, zip(bytes, expected).allSatisfy({ $0 == 0 || $0 == $1 }) else {
            return nil
        }
        return Healed(bytes: expected, lastSeq: seq, seenSeq: seq)
    }

    /// No one knows what stood there: blanks in place of the NULs, and the line is ended.
    private func closed() -> Healed {
        var healed = Healed(bytes: bytes.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, lastSeq: lastSeq, seenSeq: lastSeq)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let seq = JournalFile.seq(of: line) else { continue }
            healed.seenSeq = max(healed.seenSeq, seq)
            let isWhole = index < lines.count - 1 && !line.contains(0)
            if isWhole { healed.lastSeq = max(healed.lastSeq, seq) }
        }
        if healed.bytes.last != UInt8(ascii: "\n") { healed.bytes.append(UInt8(ascii: "\n")) }
        return healed
    }
}

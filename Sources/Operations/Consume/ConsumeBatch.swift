import Deliver

/// Lines that a command gets at once.
struct ConsumeBatch {
    /// Bytes that a command gets at once; a longer line goes alone.
    static let limit = 16 << 20

    /// Texts one after the other, and where each ends.
    private struct Texts {
        var bytes: [UInt8] = []
        var ends: [Int] = []

        mutating func append(_ text: ArraySlice<UInt8>) {
            bytes += text
            ends.append(bytes.count)
        }

        subscript(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
    }

    private(set) var seqs: [Int64] = []
    private var lines = Texts()
    /// What the command gets in their place.
    private var items: Texts?

    init(wholeItems: Bool) { items = wholeItems ? Texts() : nil }

    var count: Int { seqs.count }
    var isFull: Bool { (items ?? lines).bytes.count >= Self.limit }
    var input: [UInt8] { (items ?? lines).bytes }
    var lastLine: [UInt8] { Array(lines[count - 1]) }

    /// `12` or `12-20`, for messages.
    var name: String { count == 1 ? "\(seqs[0])" : "\(seqs[0])-\(seqs[count - 1])" }

    mutating func append(_ seq: Int64, line: ArraySlice<UInt8>, item: [UInt8]?) {
        seqs.append(seq)
        lines.append(line)
        items?.append(item.map { $0[...] } ?? line)
    }

    /// Each line by itself.
    var single: [ConsumeBatch] {
        seqs.indices.map { index in
            var batch = ConsumeBatch(wholeItems: items != nil)
            batch.append(seqs[index], line: lines[index], item: items.map { Array($0[index]) })
            return batch
        }
    }
}

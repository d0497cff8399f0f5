import Bytes

/// The entries of a feed's last document and their rows in `seen`, in one small blob.
///
/// Most documents differ from the one before by an entry or two. The others are recognized here, all by one read,
/// instead of by look-ups all over a memory of millions.
package struct LastDocument: Equatable, Sendable {
    /// A document of thousands of entries is looked up from there on: the blob stays within a page.
    static let limit = 400

    /// When the rows were last looked at (days since 1970).
    package private(set) var day: Int64 = 0
    /// Rows by `Self.state`.
    private var rows: [UInt64: Int64] = [:]

    package init() {}

    package init(day: Int64) { self.day = day }

    /// 16 bytes an entry: its state and its row, little endian, in rising order of the state.
    package init(day: Int64, blob: [UInt8]) {
        self.day = day
        rows.reserveCapacity(blob.count / 16)
        var reader = ByteReader(blob)
        while let state: UInt64 = try? reader.integer(), let row: Int64 = try? reader.integer() { rows[state] = row }
    }

    package var blob: [UInt8] {
        var writer = ByteWriter(capacity: rows.count * 16)
        for (state, row) in rows.sorted(by: { $0.key < $1.key }) {
            writer.put(state)
            writer.put(row)
        }
        return writer.bytes
    }

    /// The row of an entry that is exactly as it was.
    func row(of entry: EntryKeys) -> Int64? { rows.isEmpty ? nil : rows[Self.state(of: entry)] }

    func row(state: UInt64) -> Int64? { rows[state] }

    package mutating func set(_ state: UInt64, row: Int64) {
        if rows.count < Self.limit { rows[state] = row }
    }

    /// Over all that a row in `seen` says of an entry.
    static func state(of entry: EntryKeys) -> UInt64 {
        var hash = StableHash(.entry)
        hash.combine(entry.key)
        hash.combine(entry.ownURL.map { Int64(bitPattern: $0) })
        hash.combine(entry.sharedURL == nil ? 0 : 1 as UInt64)
        hash.combine(entry.title)
        hash.combine(entry.content)
        if entry.isWeak, let date = entry.date { hash.combine(date) }
        return hash.finish()
    }
}

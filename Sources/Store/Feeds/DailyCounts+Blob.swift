import Bytes

/// One small blob of a feed's row: the latest day in four bytes, the first counted day in four, then a count of two bytes
/// for each day, the latest first; all little endian.
extension DailyCounts {
    /// Anything else than such a blob counts as empty.
    package init(_ blob: [UInt8]) {
        self.init()
        guard blob.count <= 8 + 2 * Int(Self.span) else { return }
        var (reader, counts) = (ByteReader(blob), [UInt16]())
        do throws(ByteReader.Short) {
            let (latest, since): (UInt32, UInt32) = (try reader.integer(), try reader.integer())
            while reader.remaining > 0 { counts.append(try reader.integer()) }
            self.init(latest: Int64(latest), since: Int64(since), counts: counts)
        } catch {
            return  // cut off
        }
    }

    package var blob: [UInt8] {
        guard let since else { return [] }
        var writer = ByteWriter(capacity: 8 + 2 * counts.count)
        writer.put(UInt32(truncatingIfNeeded: latest))
        writer.put(UInt32(truncatingIfNeeded: since))
        for count in counts { writer.put(count) }
        return writer.bytes
    }
}

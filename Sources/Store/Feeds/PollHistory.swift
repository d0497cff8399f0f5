import Bytes
import FoundationEssentials
import Model

/// The last ten polls of a feed in one small blob of its row: a record is its length in two bytes, then time (8),
/// status (2), milliseconds (4), articles (4), all little endian, then the failure: its kind, a NUL and its sentence. Version
/// 0.1.0 wrote the sentence alone.
package enum PollHistory {
    private static let fixed = 18

    /// The blob with one more poll, without the oldest where there are more than ten.
    package static func appending(_ poll: PollOutcome, to blob: [UInt8]) -> [UInt8] {
        let failure = Array((poll.keptFailure.map { "\($0.kind.rawValue)\0\($0.sentence)" } ?? "").utf8)
        let records = records(in: blob)
        let kept = records.suffix(PollOutcome.kept - 1)
        var writer = ByteWriter(capacity: blob.count + 2 + fixed + failure.count)
        if let first = kept.first, let last = kept.last { writer.put(bytes: blob[first.startIndex..<last.endIndex]) }
        writer.put(UInt16(fixed + failure.count))
        writer.put(Instant.milliseconds(poll.time))
        writer.put(UInt16(clamping: poll.status ?? 0))
        writer.put(UInt32(clamping: poll.milliseconds))
        writer.put(UInt32(clamping: poll.articles))
        writer.put(bytes: failure[...])
        return writer.bytes
    }

    /// Oldest first. What cannot be read is left out.
    package static func decode(_ blob: [UInt8]) -> [PollOutcome] {
        records(in: blob).compactMap { try? decode(record: $0) }
    }

    private static func decode(record: ArraySlice<UInt8>) throws(ByteReader.Short) -> PollOutcome {
        var reader = ByteReader(Array(record), from: 2)
        let time: Int64 = try reader.integer()
        let status: UInt16 = try reader.integer()
        let (milliseconds, articles): (UInt32, UInt32) = (try reader.integer(), try reader.integer())
        let failure = PollFailure(kept: try reader.bytes(reader.remaining))
        var poll = PollOutcome(
            time: Instant.date(time), status: status == 0 ? nil : Int(status), milliseconds: Int(milliseconds),
            failure: failure)
        poll.articles = Int(articles)
        return poll
    }

    /// The whole records at the beginning of the blob.
    private static func records(in blob: [UInt8]) -> [ArraySlice<UInt8>] {
        var (reader, records, position) = (ByteReader(blob), [ArraySlice<UInt8>](), 0)
        while let length = try? Int(reader.integer(UInt16.self)), length >= fixed, (try? reader.bytes(length)) != nil {
            records.append(blob[position..<position + 2 + length])
            position += 2 + length
        }
        return records
    }
}

extension PollFailure {
    fileprivate init?(kept bytes: some Collection<UInt8>) {
        if bytes.isEmpty { return nil }
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // A kind of a later version is unknown here.
        self.init(parts.count > 1 ? Kind(rawValue: parts[0]) ?? .unknown : .unknown, parts[parts.count - 1])
    }
}

import FoundationEssentials
import Store

/// The last ten polls of a feed in one small blob of its row: a record is its length in two bytes, then time (8),
/// status (2), milliseconds (4), articles (4), all little endian, then the error's text.
enum PollHistory {
    private static let fixed = 18

    /// The blob with one more poll, without the oldest where there are more than ten.
    static func appending(_ poll: PollOutcome, to blob: [UInt8]) -> [UInt8] {
        let error = Array((poll.keptError ?? "").utf8)
        var record: [UInt8] = []
        put(UInt16(fixed + error.count), to: &record)
        put(Instant.milliseconds(poll.time), to: &record)
        put(UInt16(clamping: poll.status ?? 0), to: &record)
        put(UInt32(clamping: poll.milliseconds), to: &record)
        put(UInt32(clamping: poll.articles), to: &record)
        record += error
        let starts = starts(in: blob)
        let dropped = max(0, starts.count + 1 - PollOutcome.kept)
        return (dropped < starts.count ? Array(blob[starts[dropped]...]) : []) + record
    }

    /// Oldest first. What cannot be read is left out.
    static func decode(_ blob: [UInt8]) -> [PollOutcome] {
        starts(in: blob).map { start in
            let status = Int(get(UInt16.self, blob, start + 10))
            let end = start + 2 + Int(get(UInt16.self, blob, start))
            let error = String(decoding: blob[(start + 2 + fixed)..<end], as: UTF8.self)
            var poll = PollOutcome(
                time: Instant.date(get(Int64.self, blob, start + 2)), status: status == 0 ? nil : status,
                milliseconds: Int(get(UInt32.self, blob, start + 12)), error: error.isEmpty ? nil : error)
            poll.articles = Int(get(UInt32.self, blob, start + 16))
            return poll
        }
    }

    private static func starts(in blob: [UInt8]) -> [Int] {
        var (starts, position) = ([Int](), 0)
        while position + 2 + fixed <= blob.count {
            let length = Int(get(UInt16.self, blob, position))
            guard length >= fixed, position + 2 + length <= blob.count else { break }
            starts.append(position)
            position += 2 + length
        }
        return starts
    }

    private static func put(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func get<T: FixedWidthInteger>(_: T.Type, _ bytes: [UInt8], _ position: Int) -> T {
        bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: T.self)) }
    }
}

import Bytes
import FoundationEssentials

// Times as `Date` itself counts them, to the last bit; NaN means nil.

extension ByteWriter {
    mutating func put(_ date: Date?) { put((date?.timeIntervalSinceReferenceDate ?? .nan).bitPattern) }
}

extension ByteReader {
    mutating func date() throws(Short) -> Date? {
        let seconds = Double(bitPattern: try integer())
        return seconds.isFinite ? Date(timeIntervalSinceReferenceDate: seconds) : nil
    }
}

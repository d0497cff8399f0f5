import Bytes
import FlyingFox

/// A body that comes in chunks, because its length was not known when it began (RFC 9112 section 7.1).
struct ChunkedBody {
    private enum Place {
        case size
        case data(left: Int)
        case dataEnd
        case trailers
    }

    /// Bytes of a line, and lines behind the last chunk.
    private static let longestLine = 1_024
    private static let mostTrailers = 64

    private(set) var bytes: [UInt8] = []
    private var place = Place.size
    private var trailers = 0

    /// Takes what there is of it out of the buffer.
    /// - Returns: whether it is whole.
    mutating func take(from buffer: inout [UInt8], limit: Int) throws(RequestParser.Refused) -> Bool {
        var start = 0
        defer { buffer.removeFirst(start) }
        while true {
            switch place {
            case .data(let left):
                let count = min(left, buffer.count - start)
                bytes += buffer[start..<start + count]
                start += count
                guard count == left else {
                    place = .data(left: left - count)
                    return false
                }
                place = .dataEnd
            case .dataEnd:
                guard let line = try Self.line(buffer, &start) else { return false }
                guard line.isEmpty else { throw Self.bad }
                place = .size
            case .size:
                guard let line = try Self.line(buffer, &start) else { return false }
                guard let size = Self.size(line) else { throw Self.bad }
                guard bytes.count + size <= limit else { throw RequestParser.tooLarge(limit) }
                place = size == 0 ? .trailers : .data(left: size)
            case .trailers:
                guard let line = try Self.line(buffer, &start) else { return false }
                if line.isEmpty { return true }
                trailers += 1
                guard trailers <= Self.mostTrailers else { throw Self.bad }
            }
        }
    }

    private static let bad = RequestParser.Refused(.badRequest, "not a body in chunks\n")

    /// Without its end; nil: it has not come whole.
    private static func line(
        _ buffer: [UInt8], _ start: inout Int
    ) throws(RequestParser.Refused) -> ArraySlice<UInt8>? {
        guard let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) else {
            guard buffer.count - start <= longestLine else { throw bad }
            return nil
        }
        let line = buffer[start..<end]
        start = end + 1
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    /// Hexadecimal digits, and extensions that no one uses.
    private static func size(_ line: ArraySlice<UInt8>) -> Int? {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        guard (1...8).contains(digits.count), digits.allSatisfy({ $0.isASCIIDigit || 0x61...0x66 ~= $0 | 0x20 }) else {
            return nil
        }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

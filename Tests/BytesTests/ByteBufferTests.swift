import Bytes
import Testing

struct ByteBufferTests {
    @Test func keepsWhatWasWritten() {
        var buffer = ByteBuffer(capacity: 0)
        var expected: [UInt8] = []
        for length in 0..<300 {
            let piece = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* length) }
            piece.withUnsafeBufferPointer { buffer.append($0) }
            buffer.append(UInt8(truncatingIfNeeded: length))
            buffer.append("ab")
            buffer.append(0x20, times: length % 3)
            expected += piece + [UInt8(truncatingIfNeeded: length)] + "ab".utf8
            expected += [UInt8](repeating: 0x20, count: length % 3)
        }
        #expect(Array(buffer.bytes) == expected && buffer.count == expected.count && !buffer.isEmpty)
    }

    @Test(
        arguments: [
            ([], 0, 0), (Array("abc".utf8), 0, 0), (Array("é日😀".utf8), 3, 0), ([0xC3], 0, 1), ([0x80], 0, 1),
            ([0xC0, 0x80], 0, 2), ([0xE0, 0x80, 0x80], 0, 3), ([0xED, 0xA0, 0x80], 0, 3), ([0xED, 0x9F, 0xBF], 1, 0),
            ([0xF0, 0x8F, 0xBF, 0xBF], 0, 4), ([0xF4, 0x8F, 0xBF, 0xBF], 1, 0), ([0xF4, 0x90, 0x80, 0x80], 0, 4),
            ([0xF5, 0x80, 0x80, 0x80], 0, 4), ([0xE2, 0x82], 0, 2), ([0xF0, 0x9F, 0x98], 0, 3),
        ] as [([UInt8], Int, Int)])
    func tellsUTF8(_ bytes: [UInt8], _ sequences: Int, _ invalid: Int) {
        for place in 0..<40 {
            for after in [0, 1, 30] {
                let ahead = [UInt8](repeating: 0x61, count: place), behind = [UInt8](repeating: 0x61, count: after)
                let found = (ahead + bytes + behind).withUnsafeBufferPointer(\.charactersBeyondASCII)
                #expect(found == (sequences, invalid), "\(place), \(after)")
            }
        }
    }

    /// Against the standard library, over all pairs and some longer ones.
    @Test func tellsWhatStringTells() {
        var bytes: [UInt8] = [0, 0, 0, 0]
        for first in UInt8(0x7F)...0xFF {
            for second in UInt8(0x7F)...0xC1 {
                for tail: [UInt8] in [[], [0x80], [0x80, 0x80], [0xBF, 0x41], [0x41, 0x80]] {
                    bytes = [first, second] + tail
                    let found = bytes.withUnsafeBufferPointer(\.charactersBeyondASCII)
                    #expect((found.invalid == 0) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
                }
            }
        }
    }
}

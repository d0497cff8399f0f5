import Bytes
import Testing

struct ByteCodecTests {
    @Test func integersAreLittleEndian() {
        var writer = ByteWriter()
        writer.put(0x0102 as UInt16)
        writer.put(-2 as Int32)
        writer.put(bytes: [9, 8])
        #expect(writer.bytes == [2, 1, 0xFE, 0xFF, 0xFF, 0xFF, 9, 8])
    }

    @Test func readsWhatWasWritten() throws {
        var writer = ByteWriter(capacity: 32)
        writer.put(UInt8.max)
        writer.put(Int64.min)
        writer.put(bytes: Array("text".utf8)[...])
        var reader = ByteReader(writer.bytes)
        #expect(try reader.integer(UInt8.self) == .max)
        #expect(try reader.integer(Int64.self) == .min)
        #expect(try Array(reader.bytes(4)) == Array("text".utf8))
        #expect(reader.remaining == 0)
    }

    @Test func bytesThatEndTooEarlyAreNotRead() throws {
        var reader = ByteReader([1, 2, 3], from: 1)
        #expect(throws: ByteReader.Short.self) { try reader.integer(UInt32.self) }
        #expect(throws: ByteReader.Short.self) { try reader.bytes(3) }
        #expect(try reader.integer(UInt16.self) == 0x0302)
    }
}

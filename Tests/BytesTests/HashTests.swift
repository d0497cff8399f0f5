import Bytes
import Testing

struct HashTests {
    /// From the table of the authors' draft (draft-eastlake-fnv).
    @Test(
        arguments: [
            ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
        ] as [(String, UInt64)])
    func isFNV1a(_ text: String, _ hash: UInt64) {
        #expect(FNV1a.of(text.utf8) == hash)
    }

    @Test func oneBitMovesHalfOfTheBits() {
        let bits = (0..<64).map { (UInt64(1) << UInt64($0)).avalanched.nonzeroBitCount }
        #expect(bits.allSatisfy { (16...48).contains($0) })
    }
}

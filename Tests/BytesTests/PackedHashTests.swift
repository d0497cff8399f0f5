import Bytes
import Testing

struct PackedHashTests {
    /// The same, byte by byte.
    private struct Plain {
        var (hash, word, held): (UInt64, UInt64, Int)

        init(_ text: some Sequence<UInt8>, from start: UInt64) {
            (hash, word, held) = (start, 0, 0)
            for byte in text where byte > 0x20 {
                word = word << 8 | UInt64(byte)
                held += 1
                if held == 8 { (hash, word, held) = (PackedHash.mixed(hash, word), 0, 0) }
            }
        }

        var value: UInt64 { PackedHash.mixed(PackedHash.mixed(hash, word), UInt64(held) << 56 | 0xFF) }
    }

    @Test func packsAsByteByByte() {
        var random = SystemRandomNumberGenerator()
        let alphabet: [UInt8] = [0, 0x09, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x61, 0x7A, 0x7F, 0x80, 0x81, 0xA0, 0xC3, 0xFF]
        for length in 0..<200 {
            let text = (0..<length).map { _ in
                Bool.random(using: &random) ? alphabet.randomElement(using: &random)! : UInt8(ascii: "x")
            }
            let middle = Int.random(in: 0...length, using: &random)
            var hash = PackedHash(7)
            text.withUnsafeBufferPointer {
                hash.add($0, 0..<middle)
                hash.add(UInt8(ascii: "&"))
                hash.add($0, middle..<length)
            }
            let plain = Plain(text[..<middle] + [UInt8(ascii: "&")] + text[middle...], from: 7)
            #expect(hash.finish() == plain.value, "\(text) \(middle)")
            #expect(hash.held == plain.held)
        }
    }

    /// Stores keep it.
    @Test func isTheSameInEveryVersion() {
        var hash = PackedHash(0xCBF2_9CE4_8422_2325)
        Array("The storm is over.".utf8).withUnsafeBufferPointer { hash.add($0, 0..<$0.count) }
        #expect(hash.finish() == 9_192_557_925_749_793_940)
    }

    @Test func findsSignsAtEveryPlace() {
        for byte in (0...255).map(UInt8.init) {
            for place in 0..<40 {
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: 40)
                text[place] = byte
                let isSign = byte.isASCIIDigit || byte == .ampersand || byte == .question
                for tags in [false, true] {
                    let end = text.withUnsafeBufferPointer { $0.firstSign(from: 0, tags: tags) }
                    #expect(end == (isSign || tags && byte == UInt8(ascii: "<") ? place : 40))
                }
                let end = text.withUnsafeBufferPointer { $0.endOfWord(from: 0) }
                #expect(end == (byte > 0x20 && byte < 0x7F ? 40 : place))
            }
        }
    }
}

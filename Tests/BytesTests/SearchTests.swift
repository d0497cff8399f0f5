import Bytes
import Testing

/// The searches that go by blocks of sixteen bytes find at every place what a loop over bytes finds.
struct SearchTests {
    static let kinds: [(String, @Sendable (UnsafeBufferPointer<UInt8>) -> Int, @Sendable (UInt8) -> Bool)] = [
        (
            "plain", { $0.endOfPlain(from: 0) },
            { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || [0x3C, 0x26, 0x7F, 0xC2].contains($0) }
        ),
        (
            "unescaped", { $0.endOfUnescaped(from: 0, quote: UInt8(ascii: "\"")) },
            { "&<>\"".utf8.contains($0) || $0 == 0xC2 }
        ),
        ("visible", { $0.endOfVisible(from: 0) }, { $0 <= 0x20 || $0 == 0x7F }),
        ("path", { $0.endOfPlainPath(from: 0) }, { $0 <= 0x20 || $0 >= 0x7F || "\"#<>?\\^`{}".utf8.contains($0) }),
        ("query", { $0.endOfPlainQuery(from: 0) }, { $0 <= 0x20 || $0 >= 0x7F || "\"#<>'".utf8.contains($0) }),
        ("tag", { XMLSearch.tagMark($0.baseAddress!, from: 0, count: $0.count) }, { ">\"'".utf8.contains($0) }),
    ]

    @Test(arguments: kinds.indices)
    func findsEveryByteAtEveryPlace(_ index: Int) {
        let (name, search, isFound) = Self.kinds[index]
        let found = (0...255).map(UInt8.init).filter(isFound)
        for byte in found {
            for place in 0..<40 {
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: 40)
                text[place] = byte
                #expect(text.withUnsafeBufferPointer(search) == place, "\(name): \(byte) at \(place)")
            }
        }
        for byte in (0...255).map(UInt8.init) where !found.contains(byte) && byte != UInt8(ascii: "/") {
            let text = [UInt8](repeating: byte, count: 40)
            #expect(text.withUnsafeBufferPointer(search) == 40, "\(name): \(byte)")
        }
    }
}

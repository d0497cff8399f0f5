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

    @Test(
        arguments: [
            ("a.example", 9), ("a.example/b", 9), ("a-b_c.example/", 13), ("127.0.0.1/", nil), ("a.1b/", nil),
            ("a.b1/", 4), ("xn--a.example/", nil), ("a.xn--b/", nil), ("axn--b/", 6), ("a..b/", 4), ("a.b./", nil),
            ("/", nil), ("", nil), ("A.example/", nil), ("a.example:80/", 9), ("é.example/", nil),
            ("a.example?b", nil),
            ("u@a.example/", nil),
            ("a.example/and-a-path-that-is-longer-than-that", 9), ("127.0.0.1/and-a-path-that-is-longer-than", nil),
            ("a.1b/and-a-path-that-is-longer-than-two-blocks", nil), ("a-b.c/and-a-path-that-is-longer-than-this", 5),
            ("a..b/and-a-path-that-is-longer-than-two-blocks", 4), (".a/and-a-path-that-is-longer-than-two-bloc", 2),
            ("a./and-a-path-that-is-longer-than-two-blocks", nil), ("/and-a-path-that-is-longer-than-two-blocks", nil),
            ("a.xn--b/and-a-path-that-is-longer-than-a-block", nil), ("A.b/and-a-path-that-is-longer-than-a-bloc", nil),
            ("a.b:80/and-a-path-that-is-longer-than-a-block", 3), ("é.b/and-a-path-that-is-longer-than-a-block", nil),
            ("a-host-of-many-labels.and-so-long.example/", 41),
        ] as [(String, Int?)])
    func knowsPlainHosts(_ text: String, _ end: Int?) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { $0.endOfPlainHost(from: 0) } == end)
    }

    @Test func knowsSegmentsThatBeginWithADotAtEveryPlace() {
        for length in 1..<50 {
            for place in 0..<length {
                for sign in [".", "%"] {
                    var text = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                    text[place] = UInt8(ascii: "/")
                    #expect(text.withUnsafeBufferPointer { $0.endOfPlainPath(from: 0) } == length)
                    guard place + 1 < length else { continue }
                    text[place + 1] = UInt8(ascii: sign.unicodeScalars.first!)
                    for from in 0..<length {
                        let end = text.withUnsafeBufferPointer { $0.endOfPlainPath(from: from) }
                        #expect(end == (from <= place ? place : length), "\(length) \(place) \(from)")
                    }
                }
            }
        }
    }

    @Test func endsRunsOfJSONStrings() {
        for byte in (0...255).map(UInt8.init) {
            for place in 0..<40 {
                var text = [UInt8](repeating: UInt8(ascii: "x"), count: 40)
                text[place] = byte
                let ends = byte == 0x22 || byte == 0x5C || byte < 0x20 && ![0x09, 0x0A, 0x0D].contains(byte)
                let run = text.withUnsafeBufferPointer { $0.endOfStringRun(from: 0, quote: 0x22) }
                #expect(run.end == (ends ? place : 40), "\(byte) at \(place)")
                #expect(run.mayHoldBeyondASCII == (byte >= 0x80))
            }
        }
    }

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

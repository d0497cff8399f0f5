import Bytes
import Glibc

/// A long stretch of character data in the source of a document, up to the markup that ends it.
///
/// Most bytes of a feed are such stretches, and libxml2 reads them byte by byte, with a call back for each reference:
/// `XMLPushParser` reads those that are plain itself, and gives libxml2 the rest of the document.
struct XMLRun {
    /// Indices of its bytes.
    let range: Range<Int>
    /// Inside a CDATA section; otherwise between tags.
    let isCDATA: Bool

    /// Shorter ones cost libxml2 less than what it takes to go around it.
    private static let least = 64

    /// The next run that begins and ends within these bytes; nil where there is none.
    /// - Parameter start: not inside of markup.
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> XMLRun? {
        guard let base = bytes.baseAddress else { return nil }
        var index = start
        while let open = position(of: UInt8(ascii: "<"), base, from: index, bytes.count), open + 1 < bytes.count {
            switch base[open + 1] {
            case UInt8(ascii: "!"):
                let rest = UnsafeBufferPointer(rebasing: bytes[open...])
                if starts(rest, with: "<![CDATA[") {
                    guard let end = rest.range(of: "]]>")?.lowerBound else { return nil }
                    index = open + end
                    if end - 9 >= least { return XMLRun(range: (open + 9)..<index, isCDATA: true) }
                } else if starts(rest, with: "<!--") {
                    guard let end = rest.end(of: "-->") else { return nil }
                    index = open + end
                } else {
                    return nil
                }
            case UInt8(ascii: "?"):
                guard let end = UnsafeBufferPointer(rebasing: bytes[open...]).end(of: "?>") else { return nil }
                index = open + end
            case UInt8(ascii: "/"):
                guard let close = position(of: UInt8(ascii: ">"), base, from: open + 2, bytes.count),
                    let next = position(of: UInt8(ascii: "<"), base, from: close, bytes.count)
                else { return nil }
                index = next
                if next - close > least { return XMLRun(range: (close + 1)..<next, isCDATA: false) }
            default:
                guard let close = tagEnd(base, from: open + 1, bytes.count),
                    let next = position(of: UInt8(ascii: "<"), base, from: close, bytes.count)
                else { return nil }
                index = next
                if next - close >= least { return XMLRun(range: close..<next, isCDATA: false) }
            }
        }
        return nil
    }

    /// The index behind the `>` of a start tag: in values it means itself.
    private static func tagEnd(_ base: UnsafePointer<UInt8>, from start: Int, _ count: Int) -> Int? {
        var index = start
        while true {
            index = XMLSearch.tagMark(base, from: index, count: count)
            guard index < count else { return nil }
            if base[index] == UInt8(ascii: ">") { return index + 1 }
            guard let end = position(of: base[index], base, from: index + 1, count) else { return nil }
            index = end + 1
        }
    }

    private static func position(
        of byte: UInt8, _ base: UnsafePointer<UInt8>, from start: Int, _ count: Int
    ) -> Int? {
        guard start < count, let found = memchr(base + start, CInt(byte), count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, with mark: StaticString) -> Bool {
        let length = mark.utf8CodeUnitCount
        guard let start = bytes.baseAddress, bytes.count >= length else { return false }
        return memcmp(start, mark.utf8Start, length) == 0
    }
}

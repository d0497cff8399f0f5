import CBytes
import Glibc

/// Characters that no text needs and that act on what is around them: C1 controls, overrides of direction (U+202D,
/// U+202E), U+FFFE and U+FFFF.
package enum ActingCharacters {
    /// The text without them: where nothing escapes, as in Markdown.
    package static func removed(from text: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var end = 0
        for range in found(in: text, beginning: [0xC2, 0xE2, 0xEF])
        where text[range.lowerBound] != 0xE2 || isOverride(text[range]) {
            kept += text[end..<range.lowerBound]
            end = range.upperBound
        }
        return end == 0 ? text : kept + text[end...]
    }

    /// JSON of another encoder, where what acts, in its strings alone, is escaped as `JSONEscape` has it.
    package static func escaped(inJSON json: [UInt8]) -> [UInt8] {
        var written: [UInt8] = []
        var end = 0
        for range in found(in: json, beginning: [0x7F, 0xC2, 0xE2, 0xEF]) {
            written += json[end..<range.lowerBound]
            let scalar = String(decoding: json[range], as: UTF8.self).unicodeScalars.first?.value ?? 0
            let digits = String(scalar, radix: 16)
            written += "\\u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)".utf8
            end = range.upperBound
        }
        return end == 0 ? json : written + json[end...]
    }

    /// Where they are, in order.
    private static func found(in text: [UInt8], beginning leads: [CInt]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            for lead in leads {
                var from = 0
                while let place = memchr(start + from, lead, text.count - from) {
                    from = UnsafeRawPointer(place) - UnsafeRawPointer(start)
                    let length = lead == 0x7F ? 1 : np_acts(start + from, text.count - from)
                    if length > 0 { found.append(from..<from + length) }
                    from += 1
                }
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }
    }

    private static func isOverride(_ text: ArraySlice<UInt8>) -> Bool {
        text[text.startIndex + 1] == 0x80 && [0xAD, 0xAE].contains(text[text.startIndex + 2])
    }
}

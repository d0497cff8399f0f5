import CBytes
import Glibc

/// Characters that no text needs and that act on what is around them: C1 controls, overrides of direction (U+202D,
/// U+202E), U+FFFE and U+FFFF.
package enum ActingCharacters {
    /// The text without them: where nothing escapes, as in Markdown.
    package static func removed(from text: [UInt8]) -> [UInt8] {
        var found: [Range<Int>] = []
        text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return }
            for lead in [0xC2, 0xE2, 0xEF] as [CInt] {
                var from = 0
                while let place = memchr(start + from, lead, text.count - from) {
                    from = UnsafeRawPointer(place) - UnsafeRawPointer(start)
                    let length = np_acts(start + from, text.count - from)
                    if length > 0, lead != 0xE2 || isOverride(start + from) { found.append(from..<from + length) }
                    from += 1
                }
            }
        }
        guard !found.isEmpty else { return text }
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var end = 0
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            kept += text[end..<range.lowerBound]
            end = range.upperBound
        }
        return kept + text[end...]
    }

    private static func isOverride(_ text: UnsafePointer<UInt8>) -> Bool {
        text[1] == 0x80 && (text[2] == 0xAD || text[2] == 0xAE)
    }
}

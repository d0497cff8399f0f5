import CRE2
import Foundation

/// A regular expression in RE2's syntax, found in time linear in the text, whatever both of them are.
///
/// `\w`, `\d`, `\s`, `\b` and `(?i)` know the letters of all scripts; RE2's own know ASCII alone. A letter with its mark
/// in one code point or in two is the same.
@safe public final class Pattern: Sendable {
    /// Why a text is not a pattern: half a sentence.
    public struct Fault: Error, Equatable, Sendable {
        public let reason: String
    }

    // Set once, and RE2 may be asked by any thread.
    private nonisolated(unsafe) let compiled: OpaquePointer
    private let boundaries: PatternTranslation.Boundaries

    public init(_ text: String) throws(Fault) {
        let translation = try PatternTranslation(Self.composed(text))
        var fault = [CChar](repeating: 0, count: 200)
        let re2 = Array(translation.re2.utf8)
        let pattern = unsafe re2.withUnsafeBytes { bytes in
            // An empty array has no address, and RE2 wants none of it.
            unsafe cre2_compile(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &fault, fault.count)
        }
        guard let pattern = unsafe pattern else {
            let end = fault.firstIndex(of: 0) ?? fault.endIndex
            throw Fault(reason: String(decoding: fault[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        unsafe compiled = pattern
        boundaries = translation.boundaries
    }

    deinit { unsafe cre2_free(compiled) }

    /// Whether it is found anywhere in the text.
    public func matches(_ text: String) -> Bool {
        var text = boundaries.marked(Self.composed(text))
        return text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe cre2_finds(compiled, $0.baseAddress, $0.count) }
        }
    }

    /// Marks joined with their letters. Most texts have none apart, or are ASCII.
    private static func composed(_ text: String) -> String {
        let hasMarks = text.unicodeScalars.contains {
            (0x300...0x36F).contains($0.value) || $0.value >= 0x3099 && $0.value <= 0x309A
        }
        return hasMarks ? text.precomposedStringWithCanonicalMapping : text
    }
}

import Bytes

/// A `Content-Type` (RFC 9110 section 8.3): a hint at best, for feeds are served as everything.
public struct ContentType: Equatable, Sendable {
    /// `type/subtype` in lower case; empty where the field is not of that shape.
    public let mediaType: String
    /// As served, without quotes; nil where it is absent or empty.
    public let charset: String?

    public init(_ field: some Collection<UInt8>) {
        var parameters = Self.split(ArraySlice(field))
        let first = parameters.isEmpty ? [] : parameters.removeFirst()
        let isMediaType =
            first.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { !$0.isEmpty && $0.allSatisfy(\.isToken) } == [true, true]
        mediaType = isMediaType ? String(decoding: first.map(\.asciiLowercased), as: UTF8.self) : ""
        charset = parameters.lazy.compactMap(Self.charset).first
    }

    /// The parts between semicolons that are not within quotes, without blanks around them.
    private static func split(_ field: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var isQuoted = false
        return field.split(omittingEmptySubsequences: false) { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ";") && !isQuoted
        }
        .map { $0.trimmed() }
    }

    private static func charset(_ parameter: ArraySlice<UInt8>) -> String? {
        let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1).map { $0.trimmed() }
        guard parts.count == 2, parts[0].equalsIgnoringCase("charset") else { return nil }
        // Single quotes are not quotes in HTTP, but no encoding's name has them either.
        let value = parts[1].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    }
}

import Bytes

/// One `name=value` of a query or a fragment, as ranges of the bytes that it is in.
struct Parameter {
    /// Without the `amp;` that is left of `&amp;` where a publisher escaped a link twice.
    let name: Range<Int>
    /// Empty where there is no `=`.
    let value: Range<Int>
    let hasEquals: Bool

    init(_ range: Range<Int>, of bytes: [UInt8]) {
        var start = range.lowerBound
        while let length = Self.escapedAmpersand(in: start..<range.upperBound, of: bytes) { start += length }
        var equals = start
        while equals < range.upperBound, bytes[equals] != .equals { equals += 1 }
        hasEquals = equals < range.upperBound
        name = start..<equals
        value = (hasEquals ? equals + 1 : equals)..<range.upperBound
    }

    /// The length of what follows the `&` of an ampersand escaped twice, if it is at the start of `range`.
    private static func escapedAmpersand(in range: Range<Int>, of bytes: [UInt8]) -> Int? {
        guard let start = range.first else { return nil }
        let initial = bytes[start]
        guard initial == UInt8(ascii: "a") || initial == .hash || initial == UInt8(ascii: "0") else { return nil }
        return escapes.first { escape in
            range.count >= escape.utf8CodeUnitCount && bytes.equals(escape, in: range.prefix(escape.utf8CodeUnitCount))
        }?.utf8CodeUnitCount
    }

    /// WordPress writes `&#038;`; the `#` of the first one in a URL has begun its fragment.
    private static let escapes: [StaticString] = ["amp;", "amp%3b", "#038;", "038;"]
}

extension [UInt8] {
    /// Takes the parameters that `isNoise` names out of the query or fragment that begins at `start` (after its `?` or
    /// `#`) and goes to the end.
    ///
    /// A `?` separates parameters as `&` does: many publishers append `?utm_source=…` to a link that has a query.
    /// What is kept keeps its separators: without noise, not a byte changes.
    mutating func removeParameters(from start: Int, where isNoise: (Parameter, [UInt8]) -> Bool) {
        var (read, write) = (start, start)
        var hasKept = false
        var separator = UInt8.question
        while true {
            var end = read
            while end < count, self[end] != .ampersand, self[end] != .question { end += 1 }
            if !isNoise(Parameter(read..<end, of: self), self) {
                if hasKept {
                    self[write] = separator
                    write += 1
                }
                if write != read { move(read..<end, to: write) }
                write += end - read
                hasKept = true
                separator = .question
            }
            guard end < count else { break }
            // Of the separators around what is taken out, an `&` is the one that stays.
            if self[end] == .ampersand { separator = .ampersand }
            read = end + 1
        }
        removeLast(count - write)
    }

    private mutating func move(_ range: Range<Int>, to target: Int) {
        for (offset, index) in range.enumerated() { self[target + offset] = self[index] }
    }
}

import Bytes

/// The fields of one header block as received (RFC 9110 section 5): bytes, in order, names in any case.
///
/// A look-up walks the block, which is at most a few hundred lines: nothing is built for the fields no one asks for.
public struct HeaderFields: Sendable {
    /// Complete lines, each ending in a line feed, without the status line.
    private var bytes: [UInt8] = []

    public init() {}

    /// For tests and for fields kept elsewhere: `block` has a field a line.
    public init(_ block: String) {
        for line in block.split(separator: "\n") { append(Array(line.utf8) + [UInt8(ascii: "\n")]) }
    }

    /// Takes one line with its line end. A line that starts with a blank carries on the one before it (obs-fold).
    mutating func append(_ line: some Collection<UInt8>) {
        guard let first = line.first else { return }
        if first.isBlank, !bytes.isEmpty {
            while let last = bytes.last, last.isLineEnd { bytes.removeLast() }
        }
        bytes.append(contentsOf: line)
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The first value of a field, without surrounding blanks; nil where the field is absent or empty.
    public subscript(name: StaticString) -> ArraySlice<UInt8>? {
        var found: ArraySlice<UInt8>?
        forEach(name) { value in
            if value.isEmpty { return true }
            found = value
            return false
        }
        return found
    }

    /// All values of a field in order, without surrounding blanks.
    public func values(_ name: StaticString) -> [ArraySlice<UInt8>] {
        var all: [ArraySlice<UInt8>] = []
        forEach(name) { value in
            all.append(value)
            return true
        }
        return all
    }

    /// The first value as text, for what is ASCII by its grammar or goes to a log.
    public func text(_ name: StaticString) -> String? {
        self[name].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls `body` with each value of the field `name` until it says false.
    private func forEach(_ name: StaticString, _ body: (ArraySlice<UInt8>) -> Bool) {
        name.withUTF8Buffer { name in
            var start = 0
            while start < bytes.count {
                let end = bytes.withUnsafeBufferPointer { $0.index(of: UInt8(ascii: "\n"), from: start) }
                let colon = start + name.count
                if colon < end, bytes[colon] == UInt8(ascii: ":"), bytes[start..<colon].equalsIgnoringCase(name) {
                    guard body(bytes[(colon + 1)..<end].trimmed()) else { return }
                }
                start = end + 1
            }
        }
    }
}

/// The header lines of a request, as libcurl wants them.
struct HeaderLines {
    private(set) var lines: [[UInt8]] = []

    /// - Throws: `badHeader` for a name that is no token, or a value with a line end or a NUL in it.
    static func check(_ name: String, _ value: [UInt8]) throws(FetchError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), !value.contains(where: { $0.isLineEnd || $0 == 0 }) else {
            throw .badHeader(name: name)
        }
    }

    /// - Throws: as `check` does.
    mutating func add(_ name: String, _ value: [UInt8]) throws(FetchError) {
        try Self.check(name, value)
        var line = Array(name.utf8)
        line.reserveCapacity(line.count + value.count + 3)
        if value.allSatisfy(\.isBlank) {
            line.append(UInt8(ascii: ";"))  // libcurl would take "Name:" for a wish to leave the field out
        } else {
            line.append(contentsOf: ": ".utf8)
            line.append(contentsOf: value)
        }
        lines.append(line)
    }

    /// Adds a field that is not there yet.
    mutating func addDefault(_ name: StaticString, _ value: String) throws(FetchError) {
        if !has(name) { try add(name.description, Array(value.utf8)) }
    }

    /// Keeps libcurl from adding a field of its own, unless the field is there.
    mutating func addNone(_ name: StaticString) {
        if !has(name) { lines.append(Array("\(name):".utf8)) }
    }

    private func has(_ name: StaticString) -> Bool {
        lines.contains { line in line.prefix(while: \.isToken).equalsIgnoringCase(name) }
    }
}

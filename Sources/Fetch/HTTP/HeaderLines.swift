import Bytes

/// The header lines of a request, as libcurl wants them: one after the other, each ended by a NUL.
struct HeaderLines {
    private(set) var bytes: [UInt8] = []
    /// Where each line starts.
    private(set) var starts: [Int] = []

    init() {
        bytes.reserveCapacity(512)
        starts.reserveCapacity(8)
    }

    /// - Throws: `badHeader` for a name that is not a token, or a value with a line end or a NUL in it.
    static func check(_ name: String, _ value: [UInt8]) throws(FetchError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), !value.contains(where: { $0.isLineEnd || $0 == 0 }) else {
            throw .badHeader(name: name)
        }
    }

    /// - Throws: as `check` does.
    mutating func add(_ name: String, _ value: [UInt8]) throws(FetchError) {
        try Self.check(name, value)
        starts.append(bytes.count)
        bytes.append(contentsOf: name.utf8)
        if value.allSatisfy(\.isBlank) {
            bytes.append(UInt8(ascii: ";"))  // libcurl would take "Name:" for a wish to leave the field out
        } else {
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(contentsOf: value)
        }
        bytes.append(0)
    }

    /// Adds a field that is not there yet.
    mutating func addDefault(_ name: StaticString, _ value: String) throws(FetchError) {
        if !has(name) { try add(name.description, Array(value.utf8)) }
    }

    /// Keeps libcurl from adding a field of its own, unless the field is there.
    mutating func addNone(_ name: StaticString) {
        guard !has(name) else { return }
        starts.append(bytes.count)
        bytes.append(contentsOf: "\(name):".utf8)
        bytes.append(0)
    }

    private func has(_ name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            starts.contains { bytes[$0...].prefix(while: \.isToken).equalsIgnoringCase(name) }
        }
    }
}

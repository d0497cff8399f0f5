import Bytes
public import FoundationEssentials
import Glibc

/// Writes JSON (RFC 8259) as UTF-8 bytes into one growing buffer.
///
/// Objects are written member by member in the order of the calls; members whose value is nil or empty are left out by
/// the optional forms. The caller opens and closes: nothing checks that the result is balanced.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private let piece: Int
    private let output: (@Sendable ([UInt8]) -> Void)?

    /// - Parameters:
    ///   - piece: bytes above which a long string's are handed to `output` while it is written, and forgotten here.
    public init(capacity: Int = 1024, piece: Int = .max, output: (@Sendable ([UInt8]) -> Void)? = nil) {
        (self.piece, self.output) = (piece, output)
        bytes.reserveCapacity(capacity)
    }

    /// Forgets the bytes written so far, and goes on as if they were there: for callers that write them out in pieces.
    public mutating func discardBytes() { bytes.removeAll(keepingCapacity: true) }

    // MARK: Structure

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    mutating func beginArray() { open(UInt8(ascii: "[")) }
    mutating func endArray() { close(UInt8(ascii: "]")) }

    /// A member's name. Names are ours: plain ASCII, without anything to escape.
    public mutating func key(_ name: StaticString) {
        let needsComma = needsComma
        unsafe append(room: name.utf8CodeUnitCount + 4) { unsafe Self.write(key: name, afterComma: needsComma, to: $0) }
        self.needsComma = false
    }

    /// Writes a comma where there is one, the name and its colon; returns how many bytes these are.
    @inline(__always)
    private static func write(key name: StaticString, afterComma: Bool, to place: UnsafeMutablePointer<UInt8>) -> Int {
        let length = name.utf8CodeUnitCount
        let start = unsafe place + (afterComma ? 1 : 0)
        unsafe place[0] = UInt8(ascii: ",")
        unsafe start[0] = UInt8(ascii: "\"")
        unsafe memcpy(start + 1, name.utf8Start, length)
        unsafe start[length + 1] = UInt8(ascii: "\"")
        unsafe start[length + 2] = UInt8(ascii: ":")
        return unsafe start + length + 3 - place
    }

    // MARK: Values

    public mutating func value(_ string: String) {
        separate()
        appendQuoted(string)
        needsComma = true
    }

    public mutating func value(_ number: Int) { literal(String(number)) }
    public mutating func value(_ number: Int64) { literal(String(number)) }
    public mutating func value(_ flag: Bool) { literal(flag ? "true" : "false") }

    /// Whole numbers without a point; what JSON cannot say (infinite, not a number) is `null`.
    public mutating func value(_ number: Double) {
        guard number.isFinite else { return literal("null") }
        if let whole = Int64(exactly: number) { return literal(String(whole)) }
        literal(String(number))
    }

    /// A value that is JSON already, byte for byte.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Members that are JSON already (`"a":1,"b":2`), without braces; nothing where there are none.
    mutating func rawMembers(_ json: [UInt8]) {
        if !json.isEmpty { raw(json) }
    }

    // MARK: Members

    public mutating func member(_ name: StaticString, _ string: String?) {
        guard let string else { return }
        // Every string of ours is contiguous UTF-8: the copy is for what the type system allows.
        if unsafe string.utf8.withContiguousStorageIfAvailable({ unsafe appendMember(name, $0) }) == nil {
            var copy = string
            copy.withUTF8 { unsafe appendMember(name, $0) }
        }
        needsComma = true
    }

    public mutating func member(_ name: StaticString, _ number: Int?) {
        guard let number else { return }
        key(name)
        value(number)
    }

    public mutating func member(_ name: StaticString, _ number: Double?) {
        guard let number else { return }
        key(name)
        value(number)
    }

    public mutating func member(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        key(name)
        value(flag)
    }

    /// A time, in the form that `Timestamp.string` has.
    public mutating func member(_ name: StaticString, _ date: Date?) {
        guard let date else { return }
        key(name)
        unsafe append(room: Timestamp.length + 2) { place in
            unsafe place[0] = UInt8(ascii: "\"")
            unsafe Timestamp.write(date, to: place + 1)
            unsafe place[Timestamp.length + 1] = UInt8(ascii: "\"")
            return Timestamp.length + 2
        }
        needsComma = true
    }

    public mutating func member(_ name: StaticString, _ strings: [String]) {
        members(name, strings) { $0.value($1) }
    }

    /// An array, left out where it is empty.
    public mutating func members<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        beginArray()
        // By index: an iterator would take a copy of each.
        for index in elements.indices { write(&self, elements[index]) }
        endArray()
    }

    /// An array that is there also where it is empty.
    public mutating func array<Elements: Sequence>(
        _ name: StaticString, _ elements: Elements, _ write: (inout JSONWriter, Elements.Element) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// An object, left out where it says nothing.
    public mutating func object(_ name: StaticString, if isThere: Bool, _ write: (inout JSONWriter) -> Void) {
        guard isThere else { return }
        key(name)
        beginObject()
        write(&self)
        endObject()
    }

    // MARK: Bytes

    /// Ends a line, as JSON Lines wants it.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func appendQuoted(_ string: String) {
        if unsafe string.utf8.withContiguousStorageIfAvailable({ unsafe appendQuoted($0) }) != nil { return }
        var copy = string
        copy.withUTF8 { unsafe appendQuoted($0) }
    }

    private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count <= Self.block else { return unsafe appendLong(text) }
        unsafe append(room: Self.room(forShort: text)) { unsafe Self.write(short: text, to: $0) }
    }

    /// Most members are short texts: each is written in one go.
    private mutating func appendMember(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) {
        guard text.count <= Self.block else {
            key(name)
            return unsafe appendLong(text)
        }
        let needsComma = needsComma
        unsafe append(room: name.utf8CodeUnitCount + 4 + Self.room(forShort: text)) { place in
            let start = unsafe place + Self.write(key: name, afterComma: needsComma, to: place)
            return unsafe start - place + Self.write(short: text, to: start)
        }
    }

    private static func room(forShort text: UnsafeBufferPointer<UInt8>) -> Int {
        text.count * JSONEscape.longest + 18
    }

    /// Writes a text of no more than a block in quotes; returns how many bytes these are.
    private static func write(short text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        unsafe place[0] = UInt8(ascii: "\"")
        let end = unsafe JSONEscape.write(text, 0..<text.count, to: place + 1).written + 1
        unsafe place[end] = UInt8(ascii: "\"")
        return end + 1
    }

    /// Copies in blocks: each has room for the longest form of all its bytes, so that none is looked at for room.
    private mutating func appendLong(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        while start < text.count {
            let end = min(start + Self.block, text.count)
            unsafe append(room: (end - start) * JSONEscape.longest + 16) { place in
                let (read, written) = unsafe JSONEscape.write(text, start..<end, to: place)
                start = read
                return written
            }
            if let output, bytes.count > piece {
                output(bytes)
                discardBytes()
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let block = 4096

    /// Appends the bytes that `write` puts where it is told, of which there are `room` at most; it returns how many.
    @inline(__always)
    private mutating func append(room: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        if bytes.capacity - bytes.count < room {
            bytes.reserveCapacity(max(bytes.count + room, bytes.capacity * 2))
        }
        bytes.append(addingCapacity: room) { span in
            unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                // There is room, so there is an address.
                unsafe count += write(buffer.baseAddress! + count)
            }
        }
    }
}

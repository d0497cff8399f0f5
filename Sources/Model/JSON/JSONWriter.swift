/// Writes JSON (RFC 8259) as UTF-8 bytes into one growing buffer.
///
/// Objects are written member by member in the order of the calls; members whose value is nil or empty are left out by
/// the optional forms. The caller opens and closes: nothing checks that the result is balanced.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(capacity: Int = 1024) {
        bytes.reserveCapacity(capacity)
    }

    /// Forgets the bytes written so far, and goes on as if they were there: for whoever writes them out in pieces.
    public mutating func discardBytes() { bytes.removeAll(keepingCapacity: true) }

    // MARK: Structure

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// A member's name. Names are ours: plain ASCII, without anything to escape.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
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
        key(name)
        value(string)
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

    public mutating func member(_ name: StaticString, _ strings: [String]) {
        members(name, strings) { $0.value($1) }
    }

    /// An array, left out where it is empty.
    public mutating func members<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        if !elements.isEmpty { array(name, elements, write) }
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
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { appendEscaped($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies in blocks: each has room for the longest form of all its bytes, so that none is looked at for room.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < text.count {
            let end = min(start + 4096, text.count)
            let room = (end - start) * JSONEscape.longest + 16
            if bytes.capacity - bytes.count < room {
                bytes.reserveCapacity(max(bytes.count + room, bytes.capacity * 2))
            }
            bytes.append(addingCapacity: room) { span in
                span.withUnsafeMutableBufferPointer { buffer, count in
                    // There is room, so there is an address.
                    let (read, written) = JSONEscape.write(text, start..<end, to: buffer.baseAddress! + count)
                    count += written
                    start = read
                }
            }
        }
    }
}

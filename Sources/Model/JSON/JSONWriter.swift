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
        guard !elements.isEmpty else { return }
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

    /// Copies runs that need no escape in one go. U+2028 and U+2029 are legal JSON but end a line in JavaScript and in
    /// some line readers, and DEL upsets terminals, so those are escaped too.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        var index = 0
        while true {
            index = Self.firstSuspect(in: text, from: index)
            guard index < text.count else { break }
            let byte = text[index]
            if byte == 0xE2 {
                guard index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] & 0xFE == 0xA8 else {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
                bytes.append(contentsOf: (text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
                index += 3
            } else {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
                appendEscape(of: byte)
                index += 1
            }
            runStart = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<text.count]))
    }

    /// The first byte from `start` on that is escaped or may begin what is: controls, `"`, `\`, DEL and 0xE2. Looks at eight
    /// bytes at a time, because in most texts there is one such byte in a hundred.
    private static func firstSuspect(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(text)
        while index + 8 <= text.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let found =
                mayHold(0x22, word) | mayHold(0x5C, word) | mayHold(0x7F, word) | mayHold(0xE2, word) | below0x20(word)
            if found != 0, let place = (index..<index + 8).first(where: { isSuspect(text[$0]) }) { return place }
            index += 8
        }
        return (index..<text.count).first { isSuspect(text[$0]) } ?? text.count
    }

    private static func isSuspect(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xE2
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Not zero where one of the eight bytes is `byte`, and sometimes where none is.
    private static func mayHold(_ byte: UInt8, _ word: UInt64) -> UInt64 {
        let difference = word ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & tops
    }

    /// Not zero where one of the eight bytes is below 0x20, and sometimes where none is.
    private static func below0x20(_ word: UInt64) -> UInt64 {
        (word &- ones &* 0x20) & ~word & tops
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = StaticString("0123456789abcdef")
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits.utf8Start[Int(byte >> 4)])
            bytes.append(digits.utf8Start[Int(byte & 15)])
        }
    }
}

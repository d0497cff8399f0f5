import Glibc

/// An element that opens: its name, its attributes, and its source form. Valid only during the call that brings it.
public struct XMLElement: ~Copyable {
    public let name: XMLName
    public let localName: XMLLocalName
    public let attributes: XMLAttributes
}

/// The local name of an element as the document writes it, measured only where it is wanted; valid only during the call that
/// brings it.
public struct XMLLocalName {
    /// Ends with a zero.
    let start: UnsafePointer<UInt8>

    public var bytes: UnsafeBufferPointer<UInt8> { cString(start) }
}

/// The attributes of an element, in document order; valid only during the call that brings the element.
///
/// Values are the document's, decoded, but for one mark that libxml2 leaves: an ampersand arrives as `&#38;`.
public struct XMLAttributes {
    /// libxml2's array: local name, prefix, URI, start and end of the value for each.
    private let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    public let count: Int

    init(_ base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) { (self.base, self.count) = (base, count) }

    /// The value of the attribute with this name (lower case; matched in any case), whatever its prefix, except that
    /// attributes of the `xml` namespace are not found by it.
    public subscript(_ name: StaticString) -> String? {
        for index in 0..<count where matches(index, name) && !isXML(index) { return string(index) }
        return nil
    }

    /// Whether there is an attribute that `self[name]` finds.
    public func holds(_ name: StaticString) -> Bool {
        for index in 0..<count where matches(index, name) && !isXML(index) { return true }
        return false
    }

    /// Whether the attribute is there with exactly this value, in any case.
    public func has(_ name: StaticString, _ value: StaticString) -> Bool {
        for index in 0..<count where matches(index, name) { return equal(rawValue(index), value) }
        return false
    }

    /// `xml:base` as written.
    public var xmlBase: String? { xml("base") }
    /// `xml:lang` as written; empty where the document takes an inherited language back.
    public var xmlLang: String? { xml("lang") }

    private func xml(_ name: StaticString) -> String? {
        for index in 0..<count where hasPrefix(index) && isXML(index) && matches(index, name) { return string(index) }
        return nil
    }

    /// Most attributes have none.
    private func hasPrefix(_ index: Int) -> Bool { base?[index * 5 + 1] != nil }

    /// The decoded value of the attribute at `index`.
    public func string(_ index: Int) -> String {
        let value = rawValue(index)
        guard let start = value.baseAddress, memchr(start, CInt(UInt8(ascii: "&")), value.count) != nil else {
            return String(decoding: value, as: UTF8.self)
        }
        return String(unsafeUninitializedCapacity: value.count) { buffer in
            var (from, to) = (0, 0)
            while from < value.count {
                buffer[to] = value[from]
                from += isAmpersandMark(value, from) ? 5 : 1
                to += 1
            }
            return to
        }
    }

    private func isAmpersandMark(_ value: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        index + 5 <= value.count && value[index] == UInt8(ascii: "&") && value[index + 1] == UInt8(ascii: "#")
            && value[index + 2] == UInt8(ascii: "3") && value[index + 3] == UInt8(ascii: "8")
            && value[index + 4] == UInt8(ascii: ";")
    }

    /// The local name as the document writes it.
    public func name(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let name = base?[index * 5] else { return UnsafeBufferPointer(start: nil, count: 0) }
        return cString(name)
    }

    /// Whether the attribute belongs to the `xml` namespace (`xml:base`, `xml:lang`, `xml:space`).
    public func isXML(_ index: Int) -> Bool {
        guard let prefix = base?[index * 5 + 1] else { return false }
        return equal(cString(prefix), "xml")
    }

    /// Whether the attribute has this name, in any case.
    @inline(__always)
    private func matches(_ index: Int, _ name: StaticString) -> Bool {
        guard let local = base?[index * 5] else { return false }
        let (wanted, length) = (name.utf8Start, name.utf8CodeUnitCount)
        // libxml2's names end with a zero, so that none is read beyond its end.
        for offset in 0..<length {
            var byte = local[offset]
            if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
            if byte != wanted[offset] { return false }
        }
        return local[length] == 0
    }

    private func rawValue(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        guard let start = base?[index * 5 + 3], let end = base?[index * 5 + 4], end >= start else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: start, count: end - start)
    }

    private func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
        guard bytes.count == name.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count {
            var byte = bytes[index]
            if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
            if byte != name.utf8Start[index] { return false }
        }
        return true
    }
}

func cString(_ start: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    while start[count] != 0 { count += 1 }
    return UnsafeBufferPointer(start: start, count: count)
}

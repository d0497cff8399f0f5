import Bytes

/// How long an address may be: no server takes longer ones, and a page that names thousands of them must not grow without end.
package enum AddressLimit {
    package static let bytes = 8192
}

/// Addresses as they are written in feeds and bodies.
package enum AddressText {
    /// The address without the references to `&` that it still has where it was escaped more than once; nil where it has
    /// none.
    package static func unescaped(_ address: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let first = place(of: address, from: 0) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(address.count)
        var (start, ampersand) = (0, Optional(first))
        while let index = ampersand {
            bytes.append(contentsOf: address[start...index])
            start = index + 1
            while let length = lengthOfReference(address[start...]) { start += length }
            ampersand = place(of: address, from: start)
        }
        bytes.append(contentsOf: address[start...])
        return bytes
    }

    /// The index of the next `&` that begins a reference to itself.
    private static func place(of address: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = address.index(of: UInt8(ascii: "&"), from: start)
        while index < address.count {
            if lengthOfReference(address[(index + 1)...]) != nil { return index }
            index = address.index(of: UInt8(ascii: "&"), from: index + 1)
        }
        return nil
    }

    private static func lengthOfReference(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let first = rest.first, first == UInt8(ascii: "a") || first == UInt8(ascii: "#") else { return nil }
        return references.first { rest.startsIgnoringCase($0) }?.utf8CodeUnitCount
    }

    /// What is behind the `&`.
    private static let references: [StaticString] = ["amp;", "#38;", "#038;", "#x26;"]
}

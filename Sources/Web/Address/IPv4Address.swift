import Bytes

/// An IPv4 address in any spelling that browsers take (WHATWG URL Standard section 3.5): one to four numbers, each
/// decimal, octal (`017`) or hexadecimal (`0x7f`), the last one filling the bytes that are left.
struct IPv4Address {
    let value: UInt32

    init(value: UInt32) { self.value = value }

    /// Four decimal numbers without leading zeros, as RFC 4291 has them and inet_pton(3) reads them.
    init?(dottedQuad text: Span<UInt8>) {
        var (value, number, digits, dots): (UInt32, UInt32, Int, Int) = (0, 0, 0, 0)
        for index in text.indices {
            let byte = text[index]
            if byte == .dot {
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | number
                (number, digits, dots) = (0, 0, dots + 1)
            } else {
                guard byte.isASCIIDigit, digits == 0 || number > 0 else { return nil }
                (number, digits) = (number * 10 + UInt32(byte & 15), digits + 1)
                guard number < 256 else { return nil }
            }
        }
        guard digits > 0, dots == 3 else { return nil }
        self.value = value << 8 | number
    }

    enum Reading {
        case address(IPv4Address)
        /// A domain like any other.
        case notAnAddress
        /// It ends in a number, so it can be nothing but an address, and it is none.
        case malformed
    }

    static func read(_ domain: [UInt8]) -> Reading {
        var parts = domain.split(separator: .dot, omittingEmptySubsequences: false)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard let last = parts.last, last.allSatisfy(\.isASCIIDigit) && !last.isEmpty || number(last) != nil else {
            return .notAnAddress
        }
        guard parts.count <= 4 else { return .malformed }
        var value: UInt64 = 0
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            let room: UInt64 = isLast ? 1 << UInt64(8 * (4 - index)) : 256
            guard let number = number(part), number < room else { return .malformed }
            value += isLast ? number : number << UInt64(8 * (3 - index))
        }
        return .address(IPv4Address(value: UInt32(value)))
    }

    /// The number's value, capped at 2^32 since none greater has a place; nil where `text` is not a number.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard let first = text.first else { return nil }
        var (digits, radix): (ArraySlice<UInt8>, UInt64) = (text, 10)
        if first == UInt8(ascii: "0"), text.count > 1 {
            let isHexadecimal = text.dropFirst().first?.asciiLowercased == UInt8(ascii: "x")
            (digits, radix) = isHexadecimal ? (text.dropFirst(2), 16) : (text.dropFirst(), 8)
        }
        var value: UInt64 = 0
        for digit in digits {
            guard let digit = digit.hexDigitValue, digit < radix else { return nil }
            value = min(value * radix + UInt64(digit), 1 << 32)
        }
        return value
    }

    func append(to output: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt32] {
            output.append(contentsOf: String(value >> shift & 255).utf8)
            if shift > 0 { output.append(.dot) }
        }
    }
}

import Bytes

/// An IP address as 128 bits; IPv4 is kept in its IPv4-mapped form, so that both spellings of one address are equal.
package struct IPAddress: Hashable, Sendable {
    package let bits: UInt128

    /// `::ffff:0:0/96`
    private static let mappedPrefix: UInt128 = 0xffff << 32

    package init(bits: UInt128) { self.bits = bits }

    package init(v4: UInt32) { bits = Self.mappedPrefix | UInt128(v4) }

    /// Four decimal numbers, or the text of RFC 4291; without brackets, zone or prefix.
    package init?(_ text: String) { self.init(text.utf8Span.span) }

    /// As a URL or a system call has it: a zone (`%eth0`) is dropped.
    package init?(host: String) {
        let bytes = host.utf8Span.span
        var end = 0
        while end < bytes.count, bytes[end] != .percent { end += 1 }
        self.init(bytes.extracting(first: end))
    }

    private init?(_ text: Span<UInt8>) {
        if text.contains(.colon) {
            let bytes = unsafe text.withUnsafeBufferPointer { unsafe Array($0) }
            guard let address = IPv6Address(bytes[...]) else { return nil }
            self.init(bits: address.bits)
        } else {
            guard let address = IPv4Address(dottedQuad: text) else { return nil }
            self.init(v4: address.value)
        }
    }

    /// nil for IPv6.
    package var v4: UInt32? { bits >> 32 == Self.mappedPrefix >> 32 ? UInt32(truncatingIfNeeded: bits) : nil }

    /// The IPv4 address that a translator or a tunnel would pass packets on to: NAT64's well-known prefix
    /// `64:ff9b::/96` (RFC 6052) and 6to4 `2002::/16` (RFC 3056); else the address itself.
    package var unwrapped: IPAddress {
        if bits >> 32 == 0x0064_ff9b << 64 { return IPAddress(v4: UInt32(truncatingIfNeeded: bits)) }
        if bits >> 112 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: bits >> 80)) }
        return self
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        var text: [UInt8] = []
        if let v4 { IPv4Address(value: v4).append(to: &text) } else { IPv6Address(bits: bits).append(to: &text) }
        return String(decoding: text, as: UTF8.self)
    }
}

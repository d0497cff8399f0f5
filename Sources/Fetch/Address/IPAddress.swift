import Bytes
import Glibc

/// An IP address as 128 bits; IPv4 is kept in its IPv4-mapped form, so that both spellings of one address are equal.
struct IPAddress: Equatable {
    let bits: UInt128

    /// `::ffff:0:0/96`
    static let mappedPrefix: UInt128 = 0xffff << 32

    init(bits: UInt128) { self.bits = bits }

    init(v4: UInt32) { bits = Self.mappedPrefix | UInt128(v4) }

    /// Dotted quad or RFC 4291 text, without brackets; a zone (`%eth0`) is dropped.
    init?(_ text: some StringProtocol) {
        // Most hosts are names, which this tells at a glance.
        guard text.utf8.first?.isASCIIDigit ?? false || text.utf8.contains(UInt8(ascii: ":")) else { return nil }
        var characters = text.utf8.prefix { $0 != UInt8(ascii: "%") }.map { CChar(bitPattern: $0) }
        characters.append(0)
        self.init(characters)
    }

    /// The same of NUL-terminated text without a zone.
    init?(_ text: UnsafePointer<CChar>) {
        var v4 = in_addr(), v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr))
        } else if inet_pton(AF_INET6, text, &v6) == 1 {
            self.init(v6)
        } else {
            return nil
        }
    }

    /// nil for families other than IPv4 and IPv6.
    /// - Parameter socketAddress: a `sockaddr_in` or a `sockaddr_in6`, as `family` says.
    init?(family: CInt, socketAddress: UnsafeRawPointer) {
        switch family {
        case AF_INET:
            self.init(v4: UInt32(bigEndian: socketAddress.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6: self.init(socketAddress.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private init(_ address: in6_addr) {
        bits = withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }

    /// nil for IPv6.
    var v4: UInt32? { bits >> 32 == Self.mappedPrefix >> 32 ? UInt32(truncatingIfNeeded: bits) : nil }

    /// The IPv4 address that a translator or a tunnel would pass packets on to: NAT64's well-known prefix
    /// `64:ff9b::/96` (RFC 6052) and 6to4 `2002::/16` (RFC 3056); else the address itself.
    var unwrapped: IPAddress {
        if bits >> 32 == 0x0064_ff9b << 64 { return IPAddress(v4: UInt32(truncatingIfNeeded: bits)) }
        if bits >> 112 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: bits >> 80)) }
        return self
    }
}

extension IPAddress: CustomStringConvertible {
    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if let v4 {
            var address = in_addr(s_addr: v4.bigEndian)
            inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        } else {
            var big = bits.bigEndian
            inet_ntop(AF_INET6, &big, &text, socklen_t(text.count))
        }
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }  // never empty, and ends in NUL
    }
}

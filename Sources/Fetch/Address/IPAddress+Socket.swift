import Glibc
import Web

extension IPAddress {
    /// nil for families other than IPv4 and IPv6.
    /// - Parameter socketAddress: a `sockaddr_in` or a `sockaddr_in6`, as `family` says.
    init?(family: CInt, socketAddress: UnsafeRawPointer) {
        switch family {
        case AF_INET:
            self.init(v4: UInt32(bigEndian: socketAddress.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            let address = socketAddress.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(
                bits: withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        default: return nil
        }
    }
}

import Glibc

/// What the connections of one client have in common: its address, of IPv6 the network (/64); of a Unix socket its user.
struct ClientName: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter user: who asks, where the socket tells.
    init(of descriptor: CInt, user: uid_t?) {
        if let user {
            bytes = withUnsafeBytes(of: user) { Array($0) }
            return
        }
        var address = sockaddr_in6()  // the larger of both
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
        }
        // Who has gone already is nobody.
        guard code == 0 else {
            bytes = []
            return
        }
        let isIPv4 = address.sin6_family == sa_family_t(AF_INET)
        // Of sockaddr_in the address is behind the port as well.
        bytes = withUnsafeBytes(of: address) { Array($0[(isIPv4 ? 4 : 8)...].prefix(8)) }
    }
}

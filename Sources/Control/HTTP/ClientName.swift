import Glibc

/// What the connections of one client have in common: its address, of IPv6 the network (/64); of a Unix socket its user.
struct ClientName: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Parameter user: who asks, where the socket tells.
    init(of descriptor: CInt, user: uid_t?) {
        if let user {
            self.init(withUnsafeBytes(of: user) { Array($0) })
            return
        }
        var address = sockaddr_in6()  // the larger of both
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
        }
        // Who has gone already is nobody.
        guard code == 0 else {
            self.init([])
            return
        }
        self.init(address)
    }

    /// - Parameter address: of IPv4 or IPv6: the larger structure has room for both.
    init(_ address: sockaddr_in6) {
        let isIPv4 = address.sin6_family == sa_family_t(AF_INET)
        bytes = withUnsafeBytes(of: address) { raw in
            if isIPv4 { return Array(raw[4..<8]) }
            // A listener of both has IPv4 clients as ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2).
            let isMapped = raw[8..<18].allSatisfy { $0 == 0 } && raw[18..<20].allSatisfy { $0 == 0xFF }
            return isMapped ? Array(raw[20..<24]) : Array(raw[8..<16])
        }
    }
}

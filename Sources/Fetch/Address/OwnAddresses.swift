import Glibc
import Synchronization
import Web

/// The addresses of this machine's own interfaces. Services that trust the machine listen at the public ones too, so that a
/// feed may lead there no more than to 127.0.0.1.
enum OwnAddresses {
    /// Interfaces come and go: they are asked for again after this time.
    private static let shelfLife = Duration.seconds(30)
    private static let known = Mutex<(addresses: Set<IPAddress>, until: ContinuousClock.Instant)?>(nil)

    static func contains(_ address: IPAddress) -> Bool {
        known.withLock { known in
            if let known, known.until > .now { return known.addresses.contains(address) }
            let addresses = read()
            known = (addresses, .now + shelfLife)
            return addresses.contains(address)
        }
    }

    /// Empty where the system does not say.
    private static func read() -> Set<IPAddress> {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var addresses: Set<IPAddress> = []
        var next = first
        while let interface = next {
            if let socket = interface.pointee.ifa_addr,
                let address = IPAddress(family: CInt(socket.pointee.sa_family), socketAddress: socket)
            {
                addresses.insert(address)
            }
            next = interface.pointee.ifa_next
        }
        return addresses
    }
}

import Glibc

/// An IPv4 or IPv6 address in its usual spelling, without brackets, zone or prefix.
struct IPAddress: Hashable {
    /// 4 or 16, in network order.
    let bytes: [UInt8]

    var isVersion6: Bool { bytes.count == 16 }

    init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &bytes) == 1 {
                self.bytes = bytes
                return
            }
        }
        return nil
    }
}

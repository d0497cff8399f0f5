import Bytes

/// A block of IP addresses: `10.1.2.0/24`, `fd00::/8`, or one address alone.
package struct AddressBlock: Hashable, Sendable {
    /// The first address; the host's bits are zero.
    private let network: UInt128
    private let mask: UInt128

    /// CIDR notation (RFC 4632 section 3.1), or an address; nil for anything else. Host bits may be set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let width = address.v4 == nil ? 128 : 32
        var length = width
        if parts.count == 2 {
            guard let number = parts[1].utf8.decimal, number <= width else { return nil }
            length = number
        }
        self.init(address, length: 128 - width + length)
    }

    package init(_ address: IPAddress, length: Int) {
        mask = length == 0 ? 0 : ~0 << (128 - UInt128(length))
        network = address.bits & mask
    }

    package func contains(_ address: IPAddress) -> Bool { address.bits & mask == network }
}

/// The addresses that are not those of public servers (RFC 6890 and IANA's special-purpose registries that grew from it).
package enum SpecialAddresses {
    /// Whether `address` is private, local, multicast, reserved, or leads to such an address through a translator.
    package static func contains(_ address: IPAddress) -> Bool {
        let address = address.unwrapped
        if address.v4 != nil { return v4.contains { $0.contains(address) } }
        return !globalUnicast.contains(address) || v6.contains { $0.contains(address) }
    }

    private static let v4 = blocks(
        "0.0.0.0/8",  // this network, RFC 791; Linux takes it for loopback
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // private, RFC 1918
        "100.64.0.0/10",  // carrier-grade NAT, RFC 6598
        "127.0.0.0/8",  // loopback, RFC 1122
        "169.254.0.0/16",  // link-local, RFC 3927; clouds serve their metadata here
        "192.0.0.0/24",  // IETF protocol assignments, RFC 6890; holds DS-Lite and NAT64 discovery
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // documentation, RFC 5737
        "192.88.99.0/24",  // 6to4 relays, RFC 7526
        "198.18.0.0/15",  // benchmarks, RFC 2544
        "224.0.0.0/4",  // multicast, RFC 5771
        "240.0.0.0/4")  // reserved, RFC 1112, and the limited broadcast

    /// All that IANA has given out for unicast (RFC 4291). Outside it lie `::`, `::1`, IPv4-compatible addresses, local
    /// NAT64 `64:ff9b:1::/48`, discard-only `100::/64`, segment routing `5f00::/16`, unique local `fc00::/7`, link-local
    /// `fe80::/10`, site-local `fec0::/10` and multicast `ff00::/8`.
    private static let globalUnicast = block("2000::/3")

    private static let v6 = blocks(
        "2001::/23",  // IETF protocol assignments: Teredo, benchmarks, ORCHID, drone identities; RFC 2928
        "2001:db8::/32", "3fff::/20")  // documentation, RFC 3849 and RFC 9637

    private static func blocks(_ texts: String...) -> [AddressBlock] { texts.map(block) }

    private static func block(_ text: String) -> AddressBlock {
        guard let block = AddressBlock(text) else { preconditionFailure("\(text) is a block of addresses") }
        return block
    }
}

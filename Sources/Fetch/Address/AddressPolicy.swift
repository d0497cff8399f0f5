import Web

/// Which addresses may be connected to. It is asked about the address of the socket, on every hop and after the lookup,
/// so a name cannot point elsewhere in between (DNS rebinding).
public struct AddressPolicy: Equatable, Sendable {
    private let allowsAll: Bool
    private let blocks: [AddressBlock]
    private let hosts: Set<String>

    /// Any address.
    public static let allowAll = AddressPolicy(allowsAll: true, blocks: [], hosts: [])
    /// What is not public (`SpecialAddresses`) is refused.
    public static let publicOnly = publicAnd([])

    /// What is not public is refused, except for the CIDR blocks and addresses in `list`, and whatever the host names in
    /// it resolve to.
    public static func publicAnd(_ list: [String]) -> AddressPolicy {
        let names = list.filter { AddressBlock($0) == nil }
        return AddressPolicy(
            allowsAll: false, blocks: list.compactMap(AddressBlock.init), hosts: Set(names.map { $0.lowercased() }))
    }

    /// - Parameter host: as in the URL, in lower case, an IPv6 address without brackets.
    func allows(_ address: IPAddress, for host: String) -> Bool {
        if allowsAll || !SpecialAddresses.contains(address) { return true }
        return hosts.contains(host) || blocks.contains { $0.contains(address) || $0.contains(address.unwrapped) }
    }

    /// What a proxy's client can tell before it asks: an address, or a name for this machine itself.
    func allows(named host: String) -> Bool {
        if let address = IPAddress(host: host) { return allows(address, for: host) }
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        guard name == "localhost" || name.hasSuffix(".localhost") else { return true }
        return allows(IPAddress(v4: 0x7f00_0001), for: host)
    }
}

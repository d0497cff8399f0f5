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

    /// - Parameters:
    ///   - host: as in the URL, in lower case, an IPv6 address without brackets.
    ///   - isOwn: whether an address is one of this machine's.
    func allows(
        _ address: IPAddress, for host: String, isOwn: (IPAddress) -> Bool = OwnAddresses.contains
    ) -> Bool {
        if allowsAll { return true }
        if !SpecialAddresses.contains(address), !isOwn(address), !isOwn(address.unwrapped) { return true }
        return hosts.contains(host) || blocks.contains { $0.contains(address) || $0.contains(address.unwrapped) }
    }

    /// What a proxy's client can tell before it asks: an address in any spelling, or a name that no public server has. What
    /// the proxy takes any other name for, it does not learn.
    func allows(named host: String, isOwn: (IPAddress) -> Bool = OwnAddresses.contains) -> Bool {
        if allowsAll { return true }
        switch SpelledHost(host) {
        case .address(let address): return allows(address, for: host, isOwn: isOwn)
        case .name(let name): return !PrivateHost.isName(name) || hosts.contains(name) || hosts.contains(host)
        case .malformed: return false
        }
    }
}

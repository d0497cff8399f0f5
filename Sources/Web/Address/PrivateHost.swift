/// The operator's own machines: what feeds may not lead to unless they are told to, and what needs no delay between
/// requests.
package enum PrivateHost {
    /// Whether a URL's host is certain to be one: an address that is not public, a name without a dot, or a name of a zone
    /// that is never public (RFC 6761, RFC 6762, RFC 8375).
    package static func contains(_ host: String) -> Bool {
        if let address = IPAddress(host: host.trimmingBrackets) { return SpecialAddresses.contains(address) }
        return isName(host)
    }

    /// Whether a host name is none of the public ones.
    package static func isName(_ host: String) -> Bool {
        guard host.contains(".") else { return true }
        return neverPublic.contains { host.hasSuffix($0) }
    }

    /// Of the special-use names those that are of a machine or a network of somebody's, and what networks are called that
    /// have no other name (RFC 6762, appendix G). Not `.onion`, which a proxy may well know, and `.invalid`, which is nowhere.
    private static let neverPublic = [
        ".localhost", ".local", ".lan", ".internal", ".home.arpa", ".localdomain", ".intranet", ".private", ".corp",
        ".home",
    ]
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}

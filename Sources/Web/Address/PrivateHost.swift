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
        return [".localhost", ".local", ".lan", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}

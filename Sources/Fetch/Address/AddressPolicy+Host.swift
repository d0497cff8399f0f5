extension AddressPolicy {
    /// Whether a URL's host is certain to be one of the operator's own machines: an address that is not public, a name
    /// without a dot, or one of a zone that never is (RFC 6761, RFC 6762, RFC 8375).
    public static func isPrivate(host: String) -> Bool {
        if let address = IPAddress(host.trimmingBrackets) { return SpecialAddresses.contains(address) }
        guard host.contains(".") else { return true }
        return [".localhost", ".local", ".lan", ".internal", ".home.arpa"].contains { host.hasSuffix($0) }
    }
}

extension String {
    fileprivate var trimmingBrackets: Substring {
        hasPrefix("[") && hasSuffix("]") ? dropFirst().dropLast() : self[...]
    }
}

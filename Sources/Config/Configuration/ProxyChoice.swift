import Web

/// `[http] proxy`, but for what `no_proxy` names: hosts with their subdomains, addresses and networks.
package struct ProxyChoice: Sendable {
    private let proxy: String?
    private let blocks: [AddressBlock]
    private let hosts: [String]

    package init(_ http: Configuration.HTTP) {
        proxy = http.proxy?.text
        blocks = http.noProxy.compactMap { AddressBlock($0) }
        hosts = http.noProxy.filter { AddressBlock($0) == nil }.map { $0.lowercased() }
    }

    /// - Returns: the proxy's URL; nil: none.
    package func proxy(for url: String) -> String? {
        guard let proxy, !blocks.isEmpty || !hosts.isEmpty else { return proxy }
        guard let host = (try? WebURL(parsing: url))?.host else { return proxy }
        if let address = IPAddress(host: host) { return blocks.contains { $0.contains(address) } ? nil : proxy }
        return hosts.contains { host == $0 || host.hasSuffix("." + $0) } ? nil : proxy
    }
}

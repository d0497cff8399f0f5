import Bytes

/// What a URL's host means, in any spelling: a proxy or a resolver may read `127.1`, `0x7f.0.0.1.` or full-width
/// digits as the address that they are.
package enum SpelledHost: Equatable, Sendable {
    case address(IPAddress)
    /// In lower-case ASCII, without a dot at its end.
    case name(String)
    /// It can be no host, or nothing but an address, and is none.
    case malformed

    /// - Parameter host: an IPv6 address without brackets, or with them; a zone (`%eth0`) is dropped.
    package init(_ host: String) {
        if let address = IPAddress(host: host) {
            self = .address(address)
            return
        }
        var text: [UInt8] = []
        do throws(WebURLError) {
            guard !host.isEmpty else { throw .badHost(host) }
            try HostParser(isSpecial: true).append(Array(host.utf8)[...], to: &text)
        } catch {
            self = .malformed
            return
        }
        while text.last == .dot { text.removeLast() }
        let name = String(decoding: text, as: UTF8.self)
        let bare = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
        if let address = IPAddress(host: bare) { self = .address(address) } else { self = .name(name) }
    }
}

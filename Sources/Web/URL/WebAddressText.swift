/// A feed's address as a status may show it: its query belongs to it, a password does not.
package enum WebAddressText {
    package static func withoutSecrets(_ address: String) -> String {
        let bytes = address.utf8
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), case let second = bytes.index(after: slash),
            second < bytes.endIndex, bytes[second] == UInt8(ascii: "/")
        else { return address }
        let start = bytes.index(after: second)
        let authority = address[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return address }
        return String(address[..<start]) + address[address.index(after: at)...]
    }
}

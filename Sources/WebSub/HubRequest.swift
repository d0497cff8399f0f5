import Bytes
package import Model

/// What a hub is asked (W3C WebSub, section 5.1).
package enum HubRequest: String, Sendable {
    case subscribe, unsubscribe

    /// Seconds for which a subscription is asked; hubs give what they like.
    package static let lease = 10 * 86_400

    /// The body, as a form.
    /// - Parameter callback: the address of the folder that all callbacks are in, with a slash at the end.
    package func form(_ subscription: HubSubscription, callback: String) -> [UInt8] {
        var fields = [
            ("hub.mode", rawValue), ("hub.topic", subscription.topic), ("hub.callback", callback + subscription.path),
            // Hubs of the protocol's older versions refuse without it.
            ("hub.verify", "async"),
        ]
        if self == .subscribe {
            fields += [("hub.secret", subscription.secret), ("hub.lease_seconds", "\(Self.lease)")]
        }
        return Array(fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&").utf8)
    }

    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric || "-._~".utf8.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%")] + [byte >> 4, byte & 15].map { $0 + ($0 < 10 ? 0x30 : 0x37) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

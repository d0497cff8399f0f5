import Crypto
import FoundationEssentials

/// The key that a webhook's messages are signed with. It never shows in descriptions.
public struct WebhookSecret: Sendable {
    private let key: SymmetricKey

    /// Takes a secret as Standard Webhooks write it: `whsec_` and base64 with its padding.
    ///
    /// - Returns: nil where it is not base64, or is fewer than 24 bytes.
    public init?(_ text: String) {
        let prefix = "whsec_"
        let base64 = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        guard let bytes = Data(base64Encoded: base64), bytes.count >= 24 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The decoded bytes of a secret, 24 to 64 of them.
    public init(key bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    func signature(id: String, timestamp: Int64, body: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return "v1," + Data(code.finalize()).base64EncodedString()
    }
}

extension WebhookSecret: CustomStringConvertible {
    public var description: String { "whsec_(hidden)" }
}

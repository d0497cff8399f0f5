import Bytes
import Crypto

/// The check of what a hub sends (W3C WebSub, section 7): `X-Hub-Signature: method=digits` over the bytes of the body.
package enum HubSignature {
    package enum Verdict: String, Sendable {
        case right, missing, wrong
    }

    /// - Parameters:
    ///   - fields: the values of the signature's fields; one that is right is enough.
    ///   - secret: of the subscription.
    package static func verdict(_ fields: [String], over body: [UInt8], secret: String) -> Verdict {
        let fields = fields.filter { !$0.isEmpty }
        guard !fields.isEmpty else { return .missing }
        return fields.contains { isRight($0, over: body, secret: secret) } ? .right : .wrong
    }

    private static func isRight(_ field: String, over body: [UInt8], secret: String) -> Bool {
        guard let mark = field.utf8.firstIndex(of: UInt8(ascii: "=")),
            let code = bytes(field[field.utf8.index(after: mark)...])
        else { return false }
        let key = SymmetricKey(data: Array(secret.utf8))
        return switch field[..<mark].lowercased() {
        case "sha1": isCode(code, of: body, key, Insecure.SHA1.self)
        case "sha256": isCode(code, of: body, key, SHA256.self)
        case "sha384": isCode(code, of: body, key, SHA384.self)
        case "sha512": isCode(code, of: body, key, SHA512.self)
        default: false
        }
    }

    /// In a time that does not say how much of it is right.
    private static func isCode<Hash: HashFunction>(
        _ code: [UInt8], of body: [UInt8], _ key: SymmetricKey, _: Hash.Type
    ) -> Bool {
        HMAC<Hash>.isValidAuthenticationCode(code, authenticating: body, using: key)
    }

    /// Of hexadecimal digits in either case; nil where it is something else.
    private static func bytes(_ digits: Substring) -> [UInt8]? {
        var values: [UInt8] = []
        for byte in digits.utf8 {
            switch byte {
            case 0x30...0x39: values.append(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: values.append((byte | 0x20) - 0x61 + 10)
            case UInt8(ascii: " "): continue
            default: return nil
            }
        }
        guard !values.isEmpty, values.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

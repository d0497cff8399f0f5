import Crypto

/// 64 bits that stand for a text in the store: the first eight bytes of its SHA-256, the same on every run.
public enum KeyHash {
    public static func of(_ text: String) -> Int64 {
        var text = text
        return text.withUTF8 { bytes in
            SHA256.hash(data: UnsafeRawBufferPointer(bytes)).withUnsafeBytes { digest in
                Int64(bigEndian: digest.loadUnaligned(as: Int64.self))
            }
        }
    }
}

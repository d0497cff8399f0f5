import Crypto

/// An article's name in the spool: 128 bits of SHA-256 over its identity, unique in one spool and the same on every
/// run.
public struct ItemID: Sendable, Hashable {
    /// 16 bytes.
    public let bytes: [UInt8]

    /// - Parameters:
    ///   - feed: the feed's address in feeds.toml, because guids are unique only within a feed.
    ///   - key: what identifies the item there: its guid, else its canonical URL, else a hash of title and content.
    public init(feed: String, key: String) {
        var identity: [UInt8] = []
        identity.reserveCapacity(feed.utf8.count + 1 + key.utf8.count)
        identity.append(contentsOf: feed.utf8)
        identity.append(0)
        identity.append(contentsOf: key.utf8)
        bytes = unsafe SHA256.hash(data: identity).withUnsafeBytes { unsafe Array($0[..<16]) }
    }

    /// Takes an id back from the store; nil unless it is 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads `text` back; nil for anything else.
    public init?(text: String) {
        guard text.utf8.count == 26 else { return nil }
        var (bytes, bits, held) = ([UInt8](), 0, 0)
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bits = bits << 5 | Int(character - UInt8(ascii: "a"))
            case UInt8(ascii: "2")...UInt8(ascii: "7"): bits = bits << 5 | Int(character - UInt8(ascii: "2") + 26)
            default: return nil
            }
            held += 5
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(bits >> held & 255))
            bits &= 1 << held - 1
        }
        self.init(bytes: bytes)
        guard bits == 0 else { return nil }
    }

    /// 26 characters of base32 (RFC 4648 section 6, lower case, no padding): safe in file names and URLs.
    public var text: String { Self.base32(bytes, characters: 26) }

    /// The 16 characters that end a file name: 80 bits, so that no one makes two guids with the same name in passing.
    public var short: String { Self.base32(bytes.prefix(Self.shortBytes), characters: 16) }

    private static let shortBytes = 10

    /// The lowest and the highest id that share `short`: a store that finds another one between them gives the file a longer
    /// name.
    public var namesakes: (first: [UInt8], last: [UInt8]) {
        var (first, last) = (bytes, bytes)
        for index in Self.shortBytes..<bytes.count { (first[index], last[index]) = (0, 0xFF) }
        return (first, last)
    }

    private static func base32(_ bytes: some Sequence<UInt8>, characters: Int) -> String {
        let alphabet = StaticString("abcdefghijklmnopqrstuvwxyz234567")
        return unsafe String(unsafeUninitializedCapacity: characters) { buffer in
            var (bits, held, count) = (0, 0, 0)
            for byte in bytes {
                bits = bits << 8 | Int(byte)
                held += 8
                while held >= 5 {
                    held -= 5
                    unsafe buffer[count] = unsafe alphabet.utf8Start[bits >> held & 31]
                    count += 1
                }
                bits &= 31
            }
            if held > 0 {
                unsafe buffer[count] = unsafe alphabet.utf8Start[bits << (5 - held) & 31]
                count += 1
            }
            return count
        }
    }
}

/// A set of bytes that are tested in one shift: the percent-encode sets and the forbidden code points of the
/// WHATWG URL Standard (sections 1.3 and 3.1), and the characters that the canonical form decodes.
struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var beyondASCII = false

    /// The ASCII characters of `characters`.
    init(_ characters: StaticString) {
        characters.withUTF8Buffer { unsafe $0.forEach { insert($0) } }
    }

    /// The bytes of `bytes`, all of them ASCII.
    init(_ bytes: [UInt8]) {
        for byte in bytes { insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low >> UInt64(byte) & 1 == 1 }
        return byte < 128 ? high >> UInt64(byte & 63) & 1 == 1 : beyondASCII
    }

    func adding(_ characters: StaticString) -> ByteSet {
        var sum = self
        characters.withUTF8Buffer { unsafe $0.forEach { sum.insert($0) } }
        return sum
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }

    // MARK: Percent-encode sets

    /// The controls, and every byte of a character outside ASCII.
    static let c0Control: ByteSet = {
        var set = ByteSet("\u{7F}")
        for byte in 0..<0x20 as Range<UInt8> { set.insert(byte) }
        set.beyondASCII = true
        return set
    }()
    static let fragment = c0Control.adding(" \"<>`")
    static let query = c0Control.adding(" \"#<>")
    static let specialQuery = query.adding("'")
    static let path = query.adding("?^`{}")
    static let userinfo = path.adding("/:;=@[\\]|")

    // MARK: Hosts

    static let forbiddenInHost = ByteSet("\0\t\n\r #/:<>?@[\\]^|")
    static let forbiddenInDomain: ByteSet = {
        var set = forbiddenInHost.adding("%\u{7F}")
        for byte in 0..<0x20 as Range<UInt8> { set.insert(byte) }
        return set
    }()

    // MARK: What the canonical form decodes

    /// RFC 3986 section 2.3: percent-encoded or not, these mean the same.
    static let unreserved = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    /// In a path these delimiters delimit nothing, and publishers encode them or not as they please.
    static let plainInPath = unreserved.adding("!'()*,:@")
}

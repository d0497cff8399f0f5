import Bytes

/// What of a picture's address and tag changes while the picture stays: its host (`i0.`, `i2.` of one service), its
/// signature, its size.
enum Picture {
    private static let suffixes: [StaticString] = [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".jxl", ".heic",
    ]
    /// Of addresses that are signed, whatever they lead to.
    private static let signatures: Set<String> = [
        "signature", "expires", "key-pair-id", "policy", "awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "hmac",
        "hdnts", "hdnea", "auth_key", "expiry", "sig", "skoid", "sktid", "ske", "sks", "skt", "skv",
    ]
    private static let signatureFamilies = ["x-amz-", "x-goog-", "x-oss-", "x-cos-", "q-sign-", "_nc_"]
    /// In a picture's address alone.
    private static let pictureNames: Set<String> = [
        "token", "sign", "hash", "exp", "auth", "oh", "oe", "se", "sp", "sr", "st", "sv", "_", "cb", "cachebuster",
        "nocache", "r", "rand", "random", "rnd", "t", "time", "timestamp", "ts", "v", "ver", "width", "height", "w",
        "h", "q", "quality", "dpr", "fit", "auto", "crop", "resize", "ssl", "strip",
    ]

    /// Whether the name of a picture's file ends at `index`, where its query begins.
    static func endsName(_ bytes: UnsafeBufferPointer<UInt8>, before index: Int) -> Bool {
        suffixes.contains { suffix in
            let length = suffix.utf8CodeUnitCount
            guard index > length else { return false }
            return (0..<length).allSatisfy { bytes[index - length + $0] | 0x20 == suffix.utf8Start[$0] | 0x20 }
        }
    }

    /// By hashes of the names in lower case.
    private static let signatureHashes = Set(signatures.map { FNV1a.of($0.utf8) })
    private static let pictureHashes = signatureHashes.union(pictureNames.map { FNV1a.of($0.utf8) })

    static func isSignature(_ name: some Collection<UInt8>, isInPicture: Bool = false) -> Bool {
        var hash = FNV1a()
        for byte in name { hash.mix(byte.asciiLowercased) }
        if (isInPicture ? pictureHashes : signatureHashes).contains(hash.value) { return true }
        let first = name.first?.asciiLowercased
        guard first == UInt8(ascii: "x") || first == UInt8(ascii: "q") || first == UInt8(ascii: "_") else {
            return false
        }
        let lower = String(decoding: name.map(\.asciiLowercased), as: UTF8.self)
        return signatureFamilies.contains { lower.hasPrefix($0) }
    }

    /// What of a tag says which picture it is: without hosts, and without the parameters of addresses that say how it is
    /// served; nothing where it shows nothing.
    static func folded(
        _ bytes: UnsafeBufferPointer<UInt8>, in tag: Range<Int>, isInvisible: Bool
    ) -> [UInt8] {
        if isInvisible { return [] }
        var folded: [UInt8] = []
        folded.reserveCapacity(tag.count)
        var index = tag.lowerBound
        while index < tag.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "/"), let end = hostEnd(in: bytes, at: index) {
                index = end
                continue
            }
            if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";") {
                var end = index + 1
                while end < tag.upperBound, bytes[end].isWord || bytes[end] == UInt8(ascii: "-") { end += 1 }
                if end > index + 1, end < tag.upperBound, bytes[end] == UInt8(ascii: "="),
                    isSignature(bytes[index + 1..<end], isInPicture: true)
                {
                    while end < tag.upperBound, bytes[end] != UInt8(ascii: "&"), !endsValue(bytes[end]) { end += 1 }
                    index = end
                    continue
                }
            }
            folded.append(byte)
            index += 1
        }
        return folded
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            || byte == UInt8(ascii: ">") || byte == UInt8(ascii: ",")
    }

    /// Where the name of a picture's tag ends whose `<` is before `start`; nil for any other tag. White space may be anywhere.
    static func nameEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        for letter in [UInt8(ascii: "i"), UInt8(ascii: "m"), UInt8(ascii: "g")] {
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            guard index < bytes.count, bytes[index] | 0x20 == letter else { return nil }
            index += 1
        }
        return index
    }

    /// Where the tag ends whose name was read up to `start`, and whether its picture shows nothing; nil where it has no end.
    static func tag(
        in bytes: UnsafeBufferPointer<UInt8>, after start: Int
    ) -> (end: Int, isInvisible: Bool)? {
        if start < bytes.count, bytes[start].isWord { return (start, false) }  // `<imgs>`
        var (index, quote, isStyle) = (start, UInt8(0), false)
        var tiny = (width: false, height: false)
        while index < bytes.count {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote {
                    quote = 0
                } else if isStyle,
                    bytes[index - 1] == quote || bytes[index - 1] == UInt8(ascii: ";") || bytes[index - 1] <= 0x20
                {
                    noteSize(UInt8(ascii: ":"), in: bytes, at: index, &tiny)
                    if starts("display:none", in: bytes, at: index) { tiny = (true, true) }
                }
            } else if byte == UInt8(ascii: ">") {
                return (index + 1, tiny.width && tiny.height)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
                isStyle = index > start + 6 && starts("style=", in: bytes, at: index - 6)
            } else if byte <= 0x20 {
                noteSize(UInt8(ascii: "="), in: bytes, at: index + 1, &tiny)
            }
            index += 1
        }
        return nil
    }

    /// Notes `width="1"` and `height=0`, or with a colon for a mark `width: 1px`.
    private static func noteSize(
        _ mark: UInt8, in bytes: UnsafeBufferPointer<UInt8>, at start: Int, _ tiny: inout (width: Bool, height: Bool)
    ) {
        if isTiny("width", mark, in: bytes, at: start) { tiny.width = true }
        if isTiny("height", mark, in: bytes, at: start) { tiny.height = true }
    }

    private static func isTiny(
        _ name: StaticString, _ mark: UInt8, in bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        var index = start + name.utf8CodeUnitCount
        guard starts(name, in: bytes, at: start), index + 1 < bytes.count, bytes[index] == mark else { return false }
        index += 1
        if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") || bytes[index] == 0x20 {
            index += 1
        }
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "0") || bytes[index] == UInt8(ascii: "1") else {
            return false
        }
        return !bytes[index + 1].isWord && bytes[index + 1] != UInt8(ascii: ".")
            && bytes[index + 1] != UInt8(ascii: "%") || bytes[index + 1] | 0x20 == UInt8(ascii: "p")
    }

    /// Whether a word is there, its letters in any case.
    private static func starts(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        start + word.utf8CodeUnitCount <= bytes.count
            && (0..<word.utf8CodeUnitCount).allSatisfy { bytes[start + $0] | 0x20 == word.utf8Start[$0] | 0x20 }
    }

    /// Where the host of an address ends whose `//` is at `index`; nil where there is none.
    static func hostEnd(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard index > 0, index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "/") else { return nil }
        switch bytes[index - 1] {
        case UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: ","), 0...0x20:
            break
        default: return nil
        }
        var end = index + 2
        while end < bytes.count, bytes[end].isWord || bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "-")
        {
            end += 1
        }
        return end
    }
}

import Bytes

/// Which addresses may be in content that other programs show. It judges addresses that are resolved already:
/// resolved first, ` javascript:` after an odd space is a harmless path.
package enum URLPolicy {
    package enum Use { case link, media, image }

    /// Makes an address what may be written; false where it must not be. White space and control characters, which
    /// browsers skip, are taken out before the scheme is looked at. A relative address, where nothing was known to
    /// resolve it with, passes.
    static func admits(_ address: inout [UInt8], for use: Use) -> Bool {
        if address.withUnsafeBufferPointer({ $0.endOfVisible(from: 0) < $0.count }) { address = written(address) }
        if address.isEmpty { return false }
        guard let scheme = scheme(of: address) else { return !namesShare(address) }
        if isHTTP(scheme) { return true }
        switch use {
        case .link: return linkSchemes.contains { scheme.equalsIgnoringCase($0) }
        case .media: return false
        case .image: return scheme.equalsIgnoringCase("data") && isImageData(address)
        }
    }

    /// Whether an address may be in a field that other programs follow.
    package static func admits(_ address: String, for use: Use) -> Bool {
        if address.hasPrefix("https://") || address.hasPrefix("http://") { return true }
        var bytes = Array(address.utf8)
        return admits(&bytes, for: use)
    }

    /// An address with its spaces percent-encoded, other white space and controls left out.
    private static func written(_ address: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for byte in address.trimmed {
            if byte == 0x20 {
                bytes.append("%20")
            } else if byte > 0x20, byte != 0x7F {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Not `feed:`, which carries any other scheme behind it.
    private static let linkSchemes: [StaticString] = [
        "mailto", "tel", "ftp", "ftps", "sftp", "magnet", "sms", "geo", "gemini", "gopher", "irc",
        "ircs",
        "xmpp", "matrix", "sip", "sips", "news", "nntp", "webcal", "bitcoin",
    ]

    private static func isHTTP(_ scheme: ArraySlice<UInt8>) -> Bool {
        scheme.equalsIgnoringCase("https") || scheme.equalsIgnoringCase("http")
    }

    /// `\\host\share`, in which Windows sees another machine's disk.
    private static func namesShare(_ reference: [UInt8]) -> Bool {
        let start = reference.prefix(2)
        let isDouble = start.count == 2 && start.allSatisfy { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        return isDouble && start.contains(UInt8(ascii: "\\"))
    }

    /// Whether a reference has a scheme of its own, so that it does not become longer by its base.
    static func namesScheme(_ reference: UnsafeBufferPointer<UInt8>) -> Bool { scheme(of: reference) != nil }

    /// What is before the first colon, unless a `/`, `?` or `#` comes earlier. Of an odd scheme too: it is not allowed.
    private static func scheme<Bytes: RandomAccessCollection<UInt8>>(of url: Bytes) -> Bytes.SubSequence?
    where Bytes.Index == Int {
        for (index, byte) in url.enumerated() {
            if byte == UInt8(ascii: ":") { return url[..<index] }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { return nil }
        }
        return nil
    }

    /// `data:` of a raster image, whose bytes cannot hold a script, and which are too plain to end an attribute.
    private static func isImageData(_ url: [UInt8]) -> Bool {
        let types: [StaticString] = [
            "data:image/png", "data:image/gif", "data:image/jpeg", "data:image/jpg", "data:image/webp",
            "data:image/avif",
        ]
        guard let type = types.first(where: { url.startsIgnoringCase($0) }), url.count > type.utf8CodeUnitCount else {
            return false
        }
        let next = url[type.utf8CodeUnitCount]
        guard next == UInt8(ascii: ";") || next == UInt8(ascii: ",") else { return false }
        return url[type.utf8CodeUnitCount...].allSatisfy { byte in
            byte.isASCIILetter || byte.isASCIIDigit || "+/=;,%_.-".utf8.contains(byte)
        }
    }
}

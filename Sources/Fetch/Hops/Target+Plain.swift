import Bytes
import Web

extension Target {
    /// Most URLs need no parser: nothing in them is to be decoded, encoded, folded or left out. Nil for all others, and for
    /// what only looks like a URL; where there is a target it is the one that `init(parsing:)` gives.
    init?(plain url: String) {
        var url = url
        let parts = url.withUTF8 { PlainURL($0) }
        guard let parts else { return nil }
        func text(_ range: Range<Int>) -> Substring {
            let utf8 = url.utf8
            let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
            return url[start..<utf8.index(start, offsetBy: range.count)]
        }
        let host = String(text(parts.host))
        // 127.1 and 010.0.0.1 are other spellings of other addresses.
        if parts.beginsWithDigit, IPAddress(host) == nil { return nil }
        self.url = url
        self.host = host
        scheme = parts.isSecure ? "https" : "http"
        port = parts.port.map { String(text($0)) } ?? (parts.isSecure ? "443" : "80")
        credentials = nil
    }
}

/// Where the parts of a URL lie that consists of unreserved characters and of the plainest delimiters.
private struct PlainURL {
    let isSecure: Bool
    let host: Range<Int>
    let port: Range<Int>?
    let beginsWithDigit: Bool

    init?(_ url: UnsafeBufferPointer<UInt8>) {
        isSecure = url.starts(with: "https://".utf8)
        guard isSecure || url.starts(with: "http://".utf8) else { return nil }
        let start = isSecure ? 8 : 7
        var position = start
        while position < url.count, url[position].isPlainHost { position += 1 }
        host = start..<position
        guard !host.isEmpty, url[start].isLowercaseOrDigit else { return nil }
        beginsWithDigit = url[start].isASCIIDigit
        var port: Range<Int>?
        if position < url.count, url[position] == UInt8(ascii: ":") {
            let digits = url[(position + 1)...].prefix { $0.isASCIIDigit }
            guard let number = digits.decimal, (1...65535).contains(number), digits.first != UInt8(ascii: "0") else {
                return nil
            }
            port = digits.startIndex..<digits.endIndex
            position = digits.endIndex
        }
        self.port = port
        guard position < url.count, url[position] == UInt8(ascii: "/") else { return nil }
        // libcurl leaves an empty query out.
        guard url[position...].allSatisfy(\.isPlainPath), url.last != UInt8(ascii: "?") else { return nil }
    }
}

extension UInt8 {
    fileprivate var isLowercaseOrDigit: Bool { self &- UInt8(ascii: "a") < 26 || isASCIIDigit }
    fileprivate var isPlainHost: Bool {
        isLowercaseOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
    }
    fileprivate var isPlainPath: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-")...UInt8(ascii: "/"), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "+"),
            UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"):
            true
        default: false
        }
    }
}

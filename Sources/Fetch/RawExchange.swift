import Bytes

/// A GET whose answer comes as bytes, fields and all.
///
/// Some servers announce chunks (`Transfer-Encoding: chunked`) and send the body as it is: a script wrote the field, and
/// nothing after it made chunks. Others have a `Content-Length` that is no number, or a line among the fields that is none.
/// libcurl takes that for an error and gives no byte of it away. Its gopher, which sends a text and takes what comes until the
/// connection ends, does: over the same sockets, with the same TLS and the same limits.
enum RawExchange {
    /// What libcurl may use for it.
    static let protocols = "gopher,gophers"

    /// - Parameter lines: of the request, without `Host`.
    static func url(of target: Target, _ lines: HeaderLines) -> String {
        let authority = target.url.dropFirst(target.scheme.count + "://".count).prefix { !"/?".contains($0) }
        var path = target.url.dropFirst(target.scheme.count + "://".count + authority.count)
        if path.first != "/" { path = "/" + path }
        var text = "GET \(path) HTTP/1.1\r\nHost: \(authority)\r\n"
        for start in lines.starts {
            let line = String(decoding: lines.bytes[start...].prefix { $0 != 0 }, as: UTF8.self)
            // libcurl's way to write a field without a value.
            text += (line.hasSuffix(";") && !line.contains(":") ? line.dropLast() + ":" : line[...]) + "\r\n"
        }
        text += "Connection: close\r\n"  // and libcurl ends what it sends with a line of its own
        let host = target.host.contains(":") ? "[\(target.host)]" : target.host
        return "\(target.isSecure ? "gophers" : "gopher")://\(host):\(target.port)/1\(escaped(text))"
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Markup or JSON, perhaps behind a byte order mark: not the size of a chunk that is only written wrongly.
    private static func beginsDocument(_ body: [UInt8]) -> Bool {
        guard let first = body.first(where: { $0 > 0x20 }) else { return false }
        return "<{[".utf8.contains(first) || [0xEF, 0xFE, 0xFF].contains(first)
    }

    /// Takes an answer apart: a 200 with a body, nothing else.
    /// - Parameter limit: bytes that a compressed body may have when it is decoded.
    /// - Returns: nil where it is another answer, or none.
    static func read(_ bytes: [UInt8], limit: Int) throws(FetchError) -> (headers: HeaderFields, body: [UInt8])? {
        var fields = HeaderFields()
        var start = 0
        var isFirst = true
        while let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[start...newline]
            start = newline + 1
            if isFirst {
                let words = line.split { $0 == UInt8(ascii: " ") || $0.isLineEnd }
                guard line.starts(with: "HTTP/1.".utf8), words.count >= 2, words[1].elementsEqual("200".utf8) else {
                    return nil
                }
                isFirst = false
            } else if line.allSatisfy(\.isLineEnd) {
                let body = Array(bytes[start...])
                guard Gunzip.isGzip(body) || beginsDocument(body) else { return nil }
                return (fields, Gunzip.isGzip(body) ? try Gunzip.decode(body, limit: limit) : body)
            } else {
                fields.append(line)
            }
        }
        return nil
    }
}

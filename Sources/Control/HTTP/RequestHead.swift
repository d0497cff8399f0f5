import FlyingFox
import Foundation

/// A request line and its headers (RFC 9112).
struct RequestHead {
    var request: HTTPRequest
    /// 0 where the body comes in chunks.
    let bodyLength: Int
    let isChunked: Bool

    /// - Parameter takesChunks: whether a body may come so.
    init(_ bytes: ArraySlice<UInt8>, takesChunks: Bool = false) throws(RequestParser.Refused) {
        let bad = RequestParser.Refused(.badRequest, "not an HTTP request\n")
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            .map { String(decoding: $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0, as: UTF8.self) }
            .filter { !$0.isEmpty }[...]
        let parts = lines.popFirst()?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        // Two slashes begin the name of a host (RFC 3986), which the path would lose.
        guard parts.count == 3, parts[1].hasPrefix("/"), !parts[1].hasPrefix("//"),
            parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw bad }
        guard parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0" else { throw bad }
        var headers = HTTPHeaders()
        var (hosts, lengths) = (0, 0)
        for line in lines {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                !line[..<colon].utf8.contains(where: { $0 <= 0x20 })
            else { throw bad }
            let name = HTTPHeader(String(line[..<colon]))
            let value = line[line.utf8.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if name == .host { hosts += 1 }
            if name == .contentLength { lengths += 1 }
            headers.addValue(value, for: name)
        }
        // Two answers to one question, and two lengths, are how requests are smuggled.
        guard hosts <= 1, lengths <= 1, hosts == 1 || parts[2] == "HTTP/1.0" else { throw bad }
        let coding = headers[.transferEncoding]
        guard coding == nil || takesChunks && coding?.lowercased() == "chunked" else {
            throw .init(.notImplemented, "no such Transfer-Encoding here\n")
        }
        guard coding == nil || lengths == 0 && parts[2] == "HTTP/1.1" else { throw bad }
        isChunked = coding != nil
        if let text = headers[.contentLength] {
            guard let length = Int(text), length >= 0, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw bad
            }
            bodyLength = length
        } else {
            bodyLength = 0
        }
        // A plus is a space in what forms and most programs write.
        let target = parts[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request = HTTPRequest(
            method: HTTPMethod(rawValue: String(parts[0])), version: HTTPVersion(String(parts[2])),
            target: .init(
                path: String(target[0]), query: target.count > 1 ? String(target[1]).replacing("+", with: "%20") : ""),
            headers: headers, body: HTTPBodySequence(data: Data()))
        // Percent signs that give no UTF-8 leave no path.
        guard request.path.hasPrefix("/") else { throw bad }
    }
}

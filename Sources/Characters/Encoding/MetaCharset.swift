import Bytes

/// The encoding that an HTML page names in a `meta` among its first bytes.
package enum MetaCharset {
    /// How far people put it: the standard looks at 1024 bytes, and pages do not keep to that.
    private static let reach = 16 << 10

    package static func find(in bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = UnsafeBufferPointer(rebasing: bytes.prefix(reach))
        var index = 0
        while index < head.count {
            guard let start = UnsafeBufferPointer(rebasing: head[index...]).firstIndex(of: UInt8(ascii: "<")) else {
                break
            }
            index += start + 1
            if isAt(index, "!--", in: head) {
                index = end(of: "-->", in: head, from: index) ?? head.count
            } else if isAt(index, "meta", in: head), let close = head[index...].firstIndex(of: UInt8(ascii: ">")) {
                if let name = charset(String(decoding: head[index..<close], as: UTF8.self)) { return name }
                index = close
            } else if isAt(index, "body", in: head) {
                break
            }
        }
        return nil
    }

    private static func charset(_ tag: String) -> String? {
        let lower = tag.lowercased()
        guard let name = lower.firstRange(of: "charset") else { return nil }
        let rest = lower[name.upperBound...].drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        let value = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        return Optional(String(value.prefix { !$0.isWhitespace && !"\"';/>".contains($0) })).nonEmpty
    }

    private static func isAt(_ index: Int, _ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy {
            let byte = bytes[index + $0]
            return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == text.utf8Start[$0]
        }
    }

    private static func end(of mark: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        (start..<bytes.count).first { isAt($0, mark, in: bytes) }.map { $0 + mark.utf8CodeUnitCount }
    }
}

/// Takes members out of a JSON object that is bytes already, without reading what is in them.
enum JSONObject {
    /// The object without its members of these names, all else byte for byte. Members of objects inside stay.
    ///
    /// - Parameter json: one object; names in it are compared as they are written, escapes and all. What is not an
    /// object   comes back as it is.
    static func removing(_ names: [StaticString], from json: [UInt8]) -> [UInt8] {
        json.withUnsafeBufferPointer { bytes in
            guard let members = members(of: bytes) else { return json }
            var kept: [UInt8] = []
            kept.reserveCapacity(json.count)
            for member in members where !names.contains(where: { matches($0, bytes, at: member.lowerBound) }) {
                kept.append(UInt8(ascii: kept.isEmpty ? "{" : ","))
                kept.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[member]))
            }
            if kept.isEmpty { kept.append(UInt8(ascii: "{")) }
            kept.append(UInt8(ascii: "}"))
            return kept
        }
    }

    /// The value of a member, byte for byte; nil where the object has none of that name, or this is not one object.
    static func value(of name: StaticString, in json: [UInt8]) -> [UInt8]? {
        json.withUnsafeBufferPointer { bytes in
            guard let member = members(of: bytes)?.last(where: { matches(name, bytes, at: $0.lowerBound) }) else {
                return nil
            }
            // What our own writer makes has nothing between the name and its colon.
            let start = member.lowerBound + name.utf8CodeUnitCount + 3
            return start < member.upperBound ? Array(bytes[start..<member.upperBound]) : nil
        }
    }

    /// Each member from its name on to before the comma or bracket after it; nil for anything but one object.
    private static func members(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>]? {
        guard bytes.first == UInt8(ascii: "{") else { return nil }
        var members: [Range<Int>] = []
        var depth = 1
        var start = 1
        var index = 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = endOfString(bytes, from: index)
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth == 0 else { break }
                if index > start { members.append(start..<index) }
                return index == bytes.count - 1 ? members : nil
            case UInt8(ascii: ",") where depth == 1:
                members.append(start..<index)
                start = index + 1
            default:
                break
            }
            index += 1
        }
        return nil
    }

    /// The index after the closing quote of the string that opens at `start`.
    private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return bytes.count
    }

    /// Whether the member that begins at `start` has this name.
    private static func matches(_ name: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let end = start + name.utf8CodeUnitCount + 1
        guard end < bytes.count, bytes[start] == UInt8(ascii: "\""), bytes[end] == UInt8(ascii: "\"") else {
            return false
        }
        return name.withUTF8Buffer { $0.elementsEqual(bytes[(start + 1)..<end]) }
    }
}

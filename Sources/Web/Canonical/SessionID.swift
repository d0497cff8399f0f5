import Bytes

/// Session ids that servers put into paths for readers without cookies: Java's `;jsessionid=…`, PHP's
/// `;phpsessid=…`, ASP.NET's segment `(S(…))`. Those in queries are in the list of trackers.
enum SessionID {
    /// Takes the session ids out of the path that begins at `start` and goes to the end.
    static func removeAll(in output: inout [UInt8], from start: Int) {
        guard output.contains(.semicolon, or: UInt8(ascii: "("), from: start) else { return }
        let segments = output[(start + 1)...].split(separator: .slash, omittingEmptySubsequences: false)
        let cleaned = segments.map { segment -> ArraySlice<UInt8>? in
            let segment = withoutParameters(segment)
            return isSegment(segment) ? nil : segment
        }
        guard zip(segments, cleaned).contains(where: { $0.0.count != $0.1?.count }) else { return }
        output.removeLast(output.count - start)
        for segment in cleaned {
            guard let segment else { continue }
            // `..;jsessionid=1` is `..` once the parameter is gone.
            if segment.elementsEqual("..".utf8) {
                let slash = output[start...].lastIndex(of: .slash) ?? start
                output.removeLast(output.count - slash)
            } else if !segment.elementsEqual(".".utf8) {
                output.append(.slash)
                output.append(contentsOf: segment)
            }
        }
        if output.count == start { output.append(.slash) }
    }

    /// `(S(` and 24 letters and digits.
    private static func isSegment(_ segment: ArraySlice<UInt8>) -> Bool {
        segment.count == 29 && segment.starts(with: "(S(".utf8) && segment.suffix(2).elementsEqual("))".utf8)
            && segment.dropFirst(3).dropLast(2).allSatisfy(\.isASCIIAlphanumeric)
    }

    private static func withoutParameters(_ segment: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let parts = segment.split(separator: .semicolon, omittingEmptySubsequences: false)
        guard parts.dropFirst().contains(where: isParameter) else { return segment }
        let kept = parts.prefix(1) + parts.dropFirst().filter { !isParameter($0) }
        return ArraySlice(kept.joined(separator: [.semicolon]))
    }

    private static func isParameter(_ parameter: ArraySlice<UInt8>) -> Bool {
        let name = parameter.prefix(12).prefix { $0 != .equals }.map(\.asciiLowercased)
        guard name.count < parameter.count, parameter[parameter.startIndex + name.count] == .equals else {
            return false
        }
        return name.elementsEqual("jsessionid".utf8) || name.elementsEqual("phpsessid".utf8)
    }
}

import Bytes

/// The path layer: one spelling, no session ids, no `index.html`, no trailing slash.
enum CanonicalPath {
    /// Appends the form of `path`, which starts with `/`.
    static func append(_ path: Span<UInt8>, folding folds: CanonicalURL.Folds, to output: inout [UInt8]) {
        let start = output.count
        output.append(path, decoding: .plainInPath)
        SessionID.removeAll(in: &output, from: start)
        if !folds.isEmpty { PathFolds.apply(folds, to: &output, from: start) }
        while trimEnd(of: &output, from: start) || PathFolds.trimEnd(of: &output, from: start, folding: folds) {}
    }

    /// Takes one trailing slash or `index.html` off; false where none is left. A slash after a slash stays, as it may
    /// name something else, and so does the root's.
    private static func trimEnd(of output: inout [UInt8], from start: Int) -> Bool {
        if output.last == .slash {
            guard output.count - start > 1, output[output.count - 2] != .slash else { return false }
            output.removeLast()
            return true
        }
        let suffix: StaticString = output.last == UInt8(ascii: "l") ? "/index.html" : "/index.htm"
        guard output.hasSuffix(suffix, from: start) else { return false }
        output.removeLast(suffix.utf8CodeUnitCount - 1)
        return true
    }
}

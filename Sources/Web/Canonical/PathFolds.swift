import Bytes

/// What `[dedupe] fold` overlooks in paths.
enum PathFolds {
    static func apply(_ folds: CanonicalURL.Folds, to output: inout [UInt8], from start: Int) {
        if folds.contains(.case) { lowercase(&output, from: start) }
        if folds.contains(.slashes) { collapseSlashes(in: &output, from: start) }
        if folds.contains(.amp) {
            var end = start
            while output.matches("/amp/", at: end) { end += 4 }
            output.removeSubrange(start..<end)
        }
    }

    /// Takes one last segment or extension off that the folds overlook; false where none is left.
    static func trimEnd(of output: inout [UInt8], from start: Int, folding folds: CanonicalURL.Folds) -> Bool {
        if folds.contains(.amp) {
            if output.hasSuffix("/amp", from: start) {
                output.removeLast(3)
                return true
            }
            for (suffix, kept) in [(".amp", 0), (".amp.html", 5)] as [(StaticString, Int)] {
                let dot = output.count - suffix.utf8CodeUnitCount
                // No name may be left empty, and none be left a dot segment.
                guard output.hasSuffix(suffix, from: start + 1), output[dot - 1].isASCIIAlphanumeric else { continue }
                output.removeSubrange(dot..<output.count - kept)
                return true
            }
        }
        if folds.contains(.print), output.hasSuffix("/print", from: start) {
            output.removeLast(5)
            return true
        }
        return false
    }

    private static func lowercase(_ output: inout [UInt8], from start: Int) {
        var index = start
        while index < output.count {
            if output.percentDecodedByte(at: index) != nil {
                index += 3  // the digits stay in upper case
            } else {
                output[index] = output[index].asciiLowercased
                index += 1
            }
        }
    }

    private static func collapseSlashes(in output: inout [UInt8], from start: Int) {
        var write = start
        for index in start..<output.count where output[index] != .slash || write == start || output[write - 1] != .slash
        {
            output[write] = output[index]
            write += 1
        }
        output.removeLast(output.count - write)
    }
}

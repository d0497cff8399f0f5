import Bytes

/// The candidates of a `srcset` attribute (HTML standard, section 4.8.4.2.1).
enum SourceSet {
    /// The candidates that `allowed` gives an address for, joined as they may be written; nil where there is none.
    static func rewritten(
        _ bytes: UnsafeBufferPointer<UInt8>, allowed: (UnsafeBufferPointer<UInt8>) -> [UInt8]?
    ) -> [UInt8]? {
        var output: [UInt8] = []
        var position = 0
        let comma = UInt8(ascii: ",")
        while position < bytes.count {
            while position < bytes.count, bytes[position].isHTMLSpace || bytes[position] == comma { position += 1 }
            let start = position
            while position < bytes.count, !bytes[position].isHTMLSpace { position += 1 }
            var end = position
            while end > start, bytes[end - 1] == comma { end -= 1 }
            if end == start { continue }
            let reference = UnsafeBufferPointer(rebasing: bytes[start..<end])
            var descriptor = bytes[end..<end]
            if end == position {  // no comma right behind it: a descriptor may follow
                let first = position
                while position < bytes.count, bytes[position] != comma { position += 1 }
                descriptor = bytes[first..<position].trimmed
            }
            guard isDescriptor(descriptor), let address = allowed(reference), address.first != comma,
                address.last != comma
            else {
                continue
            }
            if !output.isEmpty { output.append(", ") }
            output += address
            if !descriptor.isEmpty {
                output.append(0x20)
                output += descriptor
            }
        }
        return output.isEmpty ? nil : output
    }

    /// The address of the candidate with the largest width or density, the first of equals.
    /// - Parameter list: as `rewritten` gives it.
    static func largest(of list: [UInt8]) -> [UInt8] {
        var (best, size) = ([UInt8](), -1.0)
        var position = 0
        while position < list.count {
            while position < list.count, list[position] == 0x20 || list[position] == UInt8(ascii: ",") { position += 1 }
            let start = position
            while position < list.count, list[position] != 0x20 { position += 1 }
            var end = position
            var descriptor = list[end..<end]
            if end > start, list[end - 1] == UInt8(ascii: ",") {
                end -= 1
            } else {
                while position < list.count, list[position] != UInt8(ascii: ",") { position += 1 }
                descriptor = list[end..<position].trimmed
            }
            let value = Double(String(decoding: descriptor.dropLast(), as: UTF8.self)) ?? 1
            if end > start, value > size { (best, size) = (Array(list[start..<end]), value) }
        }
        return best
    }

    /// Nothing, `2x`, `1.5x`, `640w` or `480h`.
    private static func isDescriptor(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard let unit = bytes.last else { return true }
        let isUnit = unit == UInt8(ascii: "x") || unit == UInt8(ascii: "w") || unit == UInt8(ascii: "h")
        return isUnit && bytes.count > 1 && bytes.count < 12
            && bytes.dropLast().allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") }
    }
}

import Bytes

/// The query layer: one spelling, no trackers, parameters by name; those of one name keep their order.
enum CanonicalQuery {
    /// Appends the form of `query`, its `?` included; nothing where none is left of it.
    static func append(
        _ query: Span<UInt8>, ofVideoSite isVideoSite: Bool = false, folding folds: CanonicalURL.Folds,
        to output: inout [UInt8]
    ) {
        let start = output.count + 1
        output.append(query, decoding: .unreserved)
        let trackers = TrackerList.shared
        output.removeParameters(from: start) { parameter, bytes in
            trackers.drops(parameter, of: bytes) || QueryFolds.drop(parameter, of: bytes, folding: folds)
                || isVideoSite && VideoAddress.isShareMark(parameter, of: bytes)
        }
        if folds.contains(.case) { QueryFolds.lowercaseNames(in: &output, from: start) }
        sort(&output, from: start)
        if output.count == start { output.removeLast() }
    }

    /// Sorts what is between `&` by name, and drops what is empty.
    private static func sort(_ output: inout [UInt8], from start: Int) {
        guard !isSorted(output, from: start) else { return }
        let query = Array(output[start...])
        let parameters = query.split(separator: .ampersand).map { (name: $0.prefix { $0 != .equals }, text: $0) }
        let sorted = parameters.sorted { one, other in
            if one.name.elementsEqual(other.name) { return one.text.startIndex < other.text.startIndex }
            return one.name.lexicographicallyPrecedes(other.name)
        }
        output.removeLast(query.count)
        output.append(contentsOf: sorted.map(\.text).joined(separator: [.ampersand]))
    }

    private static func isSorted(_ bytes: [UInt8], from start: Int) -> Bool {
        var previous = start..<start
        var index = start
        while index <= bytes.count {
            var (end, nameEnd) = (index, -1)
            while end < bytes.count, bytes[end] != .ampersand {
                if nameEnd < 0, bytes[end] == .equals { nameEnd = end }
                end += 1
            }
            if end == index { return index == start && end == bytes.count }
            let name = index..<(nameEnd < 0 ? end : nameEnd)
            if index > start, bytes.precedes(name, previous) { return false }
            previous = name
            index = end + 1
        }
        return true
    }
}

extension [UInt8] {
    /// Whether the bytes of `one` come before those of `other` in lexicographical order.
    fileprivate func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        for (index, otherIndex) in zip(one, other) where self[index] != self[otherIndex] {
            return self[index] < self[otherIndex]
        }
        return one.count < other.count
    }
}

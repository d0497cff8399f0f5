/// The query layer: one spelling, no trackers, parameters by name; those of one name keep their order.
enum CanonicalQuery {
    /// Appends `?` and the form of `query`, nothing where none is left of it.
    static func append(_ query: ArraySlice<UInt8>, folding folds: CanonicalURL.Folds, to output: inout [UInt8]) {
        output.append(.question)
        let start = output.count
        output.append(query, decoding: .unreserved)
        let trackers = TrackerList.shared
        output.removeParameters(from: start) { parameter, bytes in
            trackers.drops(parameter, of: bytes) || QueryFolds.drop(parameter, of: bytes, folding: folds)
        }
        if folds.contains(.case) { QueryFolds.lowercaseNames(in: &output, from: start) }
        sort(&output, from: start)
        if output.count == start { output.removeLast() }
    }

    /// Sorts what stands between `&` by name, and drops what is empty.
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
            if index > start, bytes[name].lexicographicallyPrecedes(bytes[previous]) { return false }
            previous = name
            index = end + 1
        }
        return true
    }
}

/// What `[dedupe] fold` overlooks in queries.
enum QueryFolds {
    static func drop(_ parameter: Parameter, of bytes: [UInt8], folding folds: CanonicalURL.Folds) -> Bool {
        if folds.isEmpty { return false }
        return rules.contains { rule in
            folds.contains(rule.fold) && bytes.equals(rule.name, in: parameter.name)
                && (rule.value.map { bytes.equals($0, in: parameter.value) } ?? true)
        }
    }

    static func lowercaseNames(in output: inout [UInt8], from start: Int) {
        var isName = true
        var index = start
        while index < output.count {
            let byte = output[index]
            if byte == .ampersand { isName = true } else if byte == .equals { isName = false }
            if output.percentDecodedByte(at: index) != nil {
                index += 3  // the digits stay in upper case
            } else {
                if isName { output[index] = byte.asciiLowercased }
                index += 1
            }
        }
    }

    /// A rule without a value holds for any.
    private static let rules: [(fold: CanonicalURL.Folds, name: StaticString, value: StaticString?)] = [
        (.amp, "amp", nil), (.amp, "output", "amp"), (.amp, "outputtype", "amp"),
        (.amp, "amp_js_v", nil), (.amp, "amp_gsa", nil), (.amp, "usqp", nil),
        (.print, "print", nil), (.print, "printable", nil), (.print, "view", "print"), (.print, "format", "print"),
        (.print, "mode", "print"), (.print, "output", "print"), (.print, "pagewanted", "print"),
        (.referrer, "ref", nil), (.referrer, "referer", nil), (.referrer, "referrer", nil),
    ]
}

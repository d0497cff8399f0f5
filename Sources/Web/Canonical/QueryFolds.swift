import Bytes

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

/// Finds a code block's language in the class names that highlighters use.
enum CodeLanguage {
    private static let prefixes: [StaticString] = ["language-", "lang-", "highlight-source-", "brush:"]

    /// The language in lower case, nil where no class names one: `language-swift`, `lang-c++`, `brush: php`.
    static func named(in classes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        for prefix in prefixes {
            guard let length = Optional(prefix.utf8CodeUnitCount), classes.count > length else { continue }
            for start in 0..<(classes.count - length) where start == 0 || isHTMLSpace(classes[start - 1]) {
                let rest = classes[start...]
                guard rest.startsIgnoringCase(prefix) else { continue }
                let name = rest.dropFirst(length).drop { $0 == 0x20 }.prefix { byte in
                    isASCIILetter(byte) || isASCIIDigit(byte) || "+#-._".utf8.contains(byte)
                }
                if !name.isEmpty, name.count <= 32 { return name.map(asciiLower) }
            }
        }
        return nil
    }
}

import Bytes

/// Finds a code block's language in the class names that highlighters use.
enum CodeLanguage {
    private static let prefixes: [StaticString] = ["language-", "lang-", "highlight-source-", "brush:"]

    /// The language in lower case, nil where no class names one: `language-swift`, `lang-c++`, `brush: php`.
    static func named(in classes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        for start in classes.indices where start == 0 || classes[start - 1].isHTMLSpace {
            let rest = classes[start...]
            for prefix in prefixes where rest.startsIgnoringCase(prefix) {
                let name = rest.dropFirst(prefix.utf8CodeUnitCount).drop { $0 == 0x20 }.prefix { byte in
                    byte.isASCIILetter || byte.isASCIIDigit || "+#-._".utf8.contains(byte)
                }
                if !name.isEmpty, name.count <= 32 { return name.map(\.asciiLowercased) }
            }
        }
        return nil
    }
}

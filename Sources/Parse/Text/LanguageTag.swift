import Bytes

/// Names of languages (BCP 47) as feeds write them.
enum LanguageTag {
    /// With hyphens between its parts, and without the encoding that a system's locale has behind it (`en_US.UTF-8`); nil
    /// for the empty tag, and for what is too long to be one.
    static func normalized(_ tag: String?) -> String? {
        guard let tag = tag.nonEmpty, tag.utf8.count <= longest else { return nil }
        guard tag.utf8.contains(where: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }) else { return tag }
        let locale = tag.prefix { $0 != "." && $0 != "@" }
        return locale.isEmpty ? tag : String(locale.map { $0 == "_" ? "-" : $0 })
    }

    /// Bytes. Those of the registry take up to 35.
    private static let longest = 100
}

/// What may stand in `allow_private`: an address, a network as `10.1.2.0/24`, or a host name.
enum HostRule {
    /// What is wrong with one, following "this"; nil if nothing is.
    static func problem(_ text: String) -> String? {
        if let slash = text.lastIndex(of: "/") {
            guard let address = IPAddress(String(text[..<slash])) else { return badNetwork }
            let prefix = text[text.index(after: slash)...]
            guard prefix.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let bits = Int(prefix),
                bits <= address.bytes.count * 8
            else { return badNetwork }
            return nil
        }
        return IPAddress(text) != nil || isHostName(text) ? nil : "is neither an address nor a network nor a host name"
    }

    private static let badNetwork = "is no network; write an address, a slash and a number of bits, as in 10.1.2.0/24"

    /// Labels of letters, digits, `-` and `_`, any script; a last one of digits alone would be an address.
    private static func isHostName(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let sound = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        }
        return sound && labels.last?.allSatisfy { $0.isASCII && $0.isNumber } == false
    }
}

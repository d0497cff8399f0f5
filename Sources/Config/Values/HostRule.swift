import Web

/// What `allow_private` may hold: an address, a network as `10.1.2.0/24`, or a host name.
enum HostRule {
    /// What is wrong with one, following "this"; nil if nothing is.
    static func problem(_ text: String) -> String? {
        if text.contains("/") {
            return AddressBlock(text) != nil
                ? nil : "is not a network; write an address, a slash and a number of bits, as in 10.1.2.0/24"
        }
        return IPAddress(text) != nil || isHostName(text) ? nil : "is neither an address nor a network nor a host name"
    }

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

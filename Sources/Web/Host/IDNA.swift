import Bytes
import CLibidn2

/// Internationalized domain names by libidn2, as the WHATWG URL Standard (section 3.3) asks for them: UTS #46,
/// non-transitional.
enum IDNA {
    /// No domain of 253 bytes in ASCII (RFC 1035 section 2.3.4) takes more bytes in UTF-8, so none beyond is looked at.
    private static let limit = 1024

    /// `domain` in ASCII, its other labels as A-labels; nil where it is not UTF-8 or not allowed.
    ///
    /// The capital sharp s is a sharp s, as UTS #46 has it since Unicode 15.1; libidn2 still makes `ss` of it.
    ///
    /// Each label is looked up by itself: libidn2 holds those that are plain ASCII to rules of the DNS that browsers leave
    /// to the resolver (`-a`, `r3---a`, more than 63 bytes).
    static func asciiDomain(_ domain: [UInt8]) -> [UInt8]? {
        guard domain.count <= limit, let text = String(validating: domain, as: UTF8.self), !domain.contains(0) else {
            return nil
        }
        var ascii: [UInt8] = []
        for (index, label) in text.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isDot)
            .enumerated()
        {
            if index > 0 { ascii.append(.dot) }
            let label = String(String.UnicodeScalarView(label.map { $0 == "\u{1E9E}" ? "\u{DF}" : $0 }))
            let plain = label.utf8.map(\.asciiLowercased)
            if plain.allSatisfy(\.isASCII), !plain.starts(with: "xn--".utf8) {
                ascii += plain
            } else {
                guard let label = asciiLabel(label) else { return nil }
                ascii += label
            }
        }
        return ascii
    }

    /// UTS #46 section 4, step 2: what separates labels.
    private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
    }

    private static func asciiLabel(_ text: String) -> [UInt8]? {
        let (code, ascii) = look(up: text, flags: IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
        switch idn2_rc(rawValue: code) {
        case IDN2_OK:
            return ascii
        case IDN2_DISALLOWED, IDN2_2HYPHEN, IDN2_HYPHEN_STARTEND, IDN2_CONTEXTO, IDN2_CONTEXTO_NO_RULE, IDN2_UNASSIGNED:
            // libidn2 also checks what only IDNA 2008 forbids (`☕.example`). Transitional processing leaves these
            // checks out, and means the same where none of the four characters occurs that it maps otherwise.
            if text.unicodeScalars.contains(where: isDeviation) { return nil }
            return look(up: text, flags: IDN2_NFC_INPUT.rawValue | IDN2_TRANSITIONAL.rawValue).ascii
        default:
            return nil
        }
    }

    private static func look(up domain: String, flags: UInt32) -> (code: Int32, ascii: [UInt8]?) {
        var output: UnsafeMutablePointer<CChar>?
        // libidn2 allocates a text that ends with a zero, which is ours to free.
        let code = unsafe idn2_to_ascii_8z(domain, &output, Int32(flags))
        guard let output = unsafe output else { return (code, nil) }
        defer { unsafe idn2_free(output) }
        guard code == IDN2_OK.rawValue else { return (code, nil) }
        return unsafe (code, Array(String(cString: output).utf8))
    }

    /// UTS #46 section 1.3: sharp s, final sigma, the zero width joiner and non-joiner.
    private static func isDeviation(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{DF}" || scalar == "\u{3C2}" || scalar == "\u{200C}" || scalar == "\u{200D}"
    }
}

import Bytes

/// A document's bytes as UTF-8, and how they came to be so.
///
/// A byte order mark decides. Else the HTTP header and the declaration are asked in this order, and the first that the
/// bytes do not contradict is believed; UTF-8 that is none gives way to the next. Where all are silent or lie, valid
/// UTF-8 is UTF-8, other bytes are in the encoding that the document's language is mostly written in, else in
/// windows-1252.
package struct DocumentBytes {
    /// IANA name, lower case.
    package private(set) var encoding: String
    /// The converted document; nil where the served bytes are taken as they are, from `start` on.
    private(set) var converted: [UInt8]?
    private(set) var start = 0
    /// The bytes are taken for UTF-8 on trust: nothing has looked at them yet.
    private(set) var isUnproven = false
    package private(set) var warnings: [String] = []
    /// Encodings named behind the one in use, for the case that it is wrong.
    private var others: [Charset] = []
    /// BCP 47, where something outside of the document names it.
    private let language: String?

    /// - Parameters:
    ///   - charset: from the HTTP header, nil where it names none.
    ///   - declared: from the document's own head, where that is not an XML declaration.
    ///   - language: from the HTTP header.
    package init(
        _ bytes: UnsafeBufferPointer<UInt8>, charset: String?, declared: String? = nil, language: String? = nil
    ) {
        encoding = "utf-8"
        self.language = language
        if let mark = ByteOrderMark(bytes) {
            start = mark.length
            if !decode(bytes, as: mark.encoding) { trustUTF8() }
        } else if let wide = ByteOrderMark.guess(bytes) {
            if !decode(bytes, as: wide) { trustUTF8() }
        } else {
            others = named([charset, declared ?? XMLDeclaration.encoding(bytes)])
            decodeAsNamed(bytes)
        }
    }

    /// The encodings named that can be: a wide one without a mark and without its zero bytes is a lie, because the
    /// declaration was just read as ASCII.
    private mutating func named(_ names: [String?]) -> [Charset] {
        var charsets: [Charset] = []
        for case let name? in names {
            guard let charset = Charset(name) else {
                warnings.append("the encoding “\(name.prefix(40))” is not known")
                continue
            }
            if charset.isWide {
                warnings.append("the document says \(charset.name) but is not")
            } else if !charsets.contains(where: { $0.name == charset.name }) {
                charsets.append(charset)
            }
        }
        return charsets
    }

    /// Decodes with the first of `others` that fits.
    private mutating func decodeAsNamed(_ bytes: UnsafeBufferPointer<UInt8>) {
        while !others.isEmpty {
            if decode(bytes, as: others.removeFirst()) { return }
        }
        trustUTF8()
    }

    private mutating func trustUTF8() { (encoding, isUnproven) = ("utf-8", true) }

    /// Repairs UTF-8 that was taken on trust and is none.
    package mutating func proveUTF8(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isUnproven else { return }
        isUnproven = false
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        let look = UTF8Look(rest)
        guard look.invalid > 0 else { return readShifted(bytes, rest) }
        // A stray byte in UTF-8 is one; text in another encoding has few that are valid by chance.
        if look.invalid >= look.sequences, readOtherwise(bytes, rest) { return }
        converted = UTF8Look.repaired(rest)
        if look.sequences == 0 {
            encoding = "windows-1252"
            warnings.append("the document is not UTF-8: it is read as windows-1252")
        } else {
            warnings.append("bytes that are not UTF-8 are read as windows-1252")
        }
    }

    /// Escape sequences of another encoding that is named: all of its bytes are ASCII.
    private mutating func readShifted(_ bytes: UnsafeBufferPointer<UInt8>, _ rest: UnsafeBufferPointer<UInt8>) {
        guard let shifting = others.first(where: \.isShifting), rest.contains(0x1B) else { return }
        if decode(bytes, as: shifting) {
            warnings.append("the document is not UTF-8: it is read as \(encoding)")
        } else {
            encoding = "utf-8"
        }
    }

    /// Reads bytes that are not UTF-8 as another header or declaration says, or as text in their language mostly is.
    private mutating func readOtherwise(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rest: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        decodeAsNamed(bytes)
        if !isUnproven {
            warnings.append("the document is not UTF-8: it is read as \(encoding)")
            return true
        }
        isUnproven = false
        guard let language = DocumentLanguage.find(in: rest) ?? language else { return false }
        for name in DocumentLanguage.encodings(of: language) {
            guard case .iconv(let converter)? = Charset(name)?.decoding,
                let text = Iconv.decode(rest, from: converter, oneFailureIn: 200)
            else { continue }
            (converted, encoding) = (text, name)
            warnings.append("the document is not UTF-8: it is read as \(name)")
            return true
        }
        return false
    }

    /// The document in UTF-8, without a byte order mark.
    package func withBytes<Value>(
        of served: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        if let converted { return converted.withUnsafeBufferPointer(body) }
        return body(UnsafeBufferPointer(rebasing: served[start...]))
    }

    /// False where the document is in another encoding.
    private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, as charset: Charset) -> Bool {
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        encoding = charset.name
        switch charset.decoding {
        case .utf8:
            // It was looked at before.
            if isUnproven { return false }
            isUnproven = true
        case .ascii, .windows1252, .iconv:
            isUnproven = false
            guard charset.isWide || rest.contains(where: { $0 >= 0x80 }) || charset.isShifting else { return true }
            if !charset.isWide, isReallyUTF8(rest, charset) { return true }
            switch charset.decoding {
            case .iconv(let name):
                guard let text = Iconv.decode(rest, from: name, oneFailureIn: 20) else { return lie(charset) }
                converted = text
            case .ascii where !others.isEmpty: return lie(charset)
            default: converted = UTF8Look.repaired(rest, validAsBytes: true)
            }
        }
        return true
    }

    /// Text in another encoding is hardly ever valid UTF-8 by chance: in those of one byte a character next to never,
    /// in the others only where it is short.
    private mutating func isReallyUTF8(_ bytes: UnsafeBufferPointer<UInt8>, _ charset: Charset) -> Bool {
        let look = UTF8Look(bytes)
        guard look.invalid == 0, look.sequences >= (charset.isMultiByte ? 4 : 1) else { return false }
        warnings.append("the document says \(charset.name) but is UTF-8")
        encoding = "utf-8"
        return true
    }

    private mutating func lie(_ charset: Charset) -> Bool {
        warnings.append("the document says \(charset.name) but is not")
        return false
    }
}

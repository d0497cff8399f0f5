import Bytes
import XML

/// A document's bytes as UTF-8, and how they came to be so.
///
/// The encoding is settled by a byte order mark, the HTTP header, the XML declaration, and where all are silent or lie by
/// the bytes themselves: UTF-8 where they are valid as such, else windows-1252.
struct DocumentBytes {
    /// IANA name, lower case.
    private(set) var encoding: String
    /// The converted document; nil where the served bytes are taken as they are, from `start` on.
    private(set) var converted: [UInt8]?
    private(set) var start = 0
    /// The bytes are taken for UTF-8 on trust: nobody has looked yet.
    private(set) var isUnproven = false
    private(set) var warnings: [String] = []

    /// - Parameters:
    ///   - charset: from the HTTP header, nil where it names none.
    ///   - declared: from the document's own head, where that is not an XML declaration.
    init(_ bytes: UnsafeBufferPointer<UInt8>, charset: String?, declared: String? = nil) {
        encoding = "utf-8"
        if let mark = ByteOrderMark(bytes) {
            start = mark.length
            decode(bytes, as: mark.encoding)
        } else if let wide = ByteOrderMark.guess(bytes) {
            decode(bytes, as: wide)
        } else if let charset = named([charset, declared ?? XMLDeclaration.encoding(bytes)]) {
            decode(bytes, as: charset)
        } else {
            isUnproven = true
        }
    }

    /// The first encoding named that can be: a wide one without a mark and without its zero bytes is a lie, because the
    /// declaration was just read as ASCII.
    private mutating func named(_ names: [String?]) -> Charset? {
        for case let name? in names {
            guard let charset = Charset(name) else {
                warnings.append("the encoding “\(name.prefix(40))” is not known")
                continue
            }
            if !charset.isWide { return charset }
            warnings.append("the document says \(charset.name) but is not")
        }
        return nil
    }

    /// Repairs UTF-8 that was taken on trust: bytes that are none are read as windows-1252.
    mutating func proveUTF8(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isUnproven else { return }
        isUnproven = false
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        let look = UTF8Look(rest)
        guard look.invalid > 0 else { return }
        converted = UTF8Look.mended(rest)
        if look.sequences == 0 {
            encoding = "windows-1252"
            warnings.append("the document is not UTF-8: it is read as windows-1252")
        } else {
            warnings.append("bytes that are not UTF-8 are read as windows-1252")
        }
    }

    /// The document in UTF-8, without a byte order mark.
    func withBytes<Value>(
        of served: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        if let converted { return converted.withUnsafeBufferPointer(body) }
        return body(UnsafeBufferPointer(rebasing: served[start...]))
    }

    private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, as charset: Charset) {
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        encoding = charset.name
        switch charset.decoding {
        case .utf8: isUnproven = true
        case .ascii, .windows1252, .iconv:
            guard charset.isWide || rest.contains(where: { $0 >= 0x80 }) || charset.isShifting else { return }
            if !charset.isWide, isReallyUTF8(rest, charset) { return }
            if case .iconv(let name) = charset.decoding {
                guard let text = Iconv.decode(rest, from: name) else { return lie(rest, charset) }
                converted = text
            } else {
                converted = UTF8Look.mended(rest, validAsBytes: true)
            }
        }
    }

    /// Text in another encoding is hardly ever valid UTF-8 by chance: in those of one byte a character next to never, in
    /// the others only where it is short.
    private mutating func isReallyUTF8(_ bytes: UnsafeBufferPointer<UInt8>, _ charset: Charset) -> Bool {
        let look = UTF8Look(bytes)
        guard look.invalid == 0, look.sequences >= (charset.isMultiByte ? 4 : 1) else { return false }
        warnings.append("the document says \(charset.name) but is UTF-8")
        encoding = "utf-8"
        return true
    }

    private mutating func lie(_ bytes: UnsafeBufferPointer<UInt8>, _ charset: Charset) {
        warnings.append("the document says \(charset.name) but is not")
        encoding = "utf-8"
        isUnproven = true
    }
}

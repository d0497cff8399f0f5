import Bytes
import Dates
import FoundationEssentials
import Web
import XML
import Model

/// Texts: what their attributes say of them where they open, and what they are where they end.
extension XMLFeedReader {
    /// Opens a text element: Atom's `type` and `mode` where there are any (RFC 4287 section 3.1; Atom 0.3 section 3.1).
    func text(_ field: TextField, _ attributes: XMLAttributes, _ frame: inout Frame) -> Role {
        frame.mode = isAtom ? .plain : .unknown
        if attributes.count > 0 { readType(attributes, &frame) }
        return .text(field)
    }

    private func readType(_ attributes: XMLAttributes, _ frame: inout Frame) {
        if let type = attributes["type"]?.trimmed.lowercased(), !type.isEmpty {
            switch type {
            case "text", "text/plain": frame.mode = isAtom ? .plain : .unknown
            case "html", "text/html": frame.mode = .html
            case "xhtml": (frame.mode, frame.unwrapsDiv) = (.html, true)
            case "application/xhtml+xml": frame.mode = .html
            default:
                // Anything else that is neither text nor XML is base64 (RFC 4287 section 4.1.3.3).
                if isAtom && !type.hasPrefix("text/") && !type.hasSuffix("xml") && type.contains("/") {
                    frame.isBase64 = true
                }
            }
        }
        switch attributes["mode"]?.trimmed.lowercased() {
        case "base64": frame.isBase64 = true
        case "escaped" where frame.mode == .plain && attributes["type"] == nil: frame.mode = .unknown
        default: break
        }
    }

    /// The text of an element that ends; nil where it is blank.
    func rawText(_ frame: Frame, _ text: borrowing XMLText) -> RawText? {
        var value = TextBytes.string(text, from: frame.mark)
        var mode = frame.mode
        if frame.isBase64, let bytes = Base64.decode(value) {
            value = String(decoding: bytes, as: UTF8.self).trimmed
            if mode == .plain { mode = .unknown }
        }
        if let inner = CDATAMarks.removed(value, isBody: isBody(frame.role)) {
            value = inner
            if mode == .plain { mode = .unknown }
        }
        guard !value.isEmpty else { return nil }
        let kind: RawText.Kind =
            switch mode {
            case .plain: .plain
            case .html, .xhtml: .html
            case .literal: .literal
            case .unknown: .unknown
            }
        return RawText(value, kind: kind, scopes[frame.scope].setting)
    }

    private func isBody(_ role: Role) -> Bool {
        switch role {
        case .text(.content), .text(.summary), .text(.mediaDescription): true
        default: false
        }
    }

    func readDate(_ string: String) -> Date? {
        var string = string
        return string.withUTF8 { readDate($0) }
    }

    func readDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Date? {
        if bytes.first == UInt8(ascii: "<") || bytes.first == UInt8(ascii: "&"),
            let inner = CDATAMarks.removed(TextBytes.string(bytes), isBody: false)
        {
            return readDate(inner)
        }
        return warnings.date(dates.read(bytes), original: TextBytes.string(bytes), line: line?())
    }
}

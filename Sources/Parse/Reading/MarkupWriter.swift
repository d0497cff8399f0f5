import Bytes
import XML

/// Writes elements that are inside a text out again, as HTML.
enum MarkupWriter {
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]

    /// - Parameter resolve: where the element has a base of its own: its links are made absolute at once, because the
    ///   text as a whole has another base.
    static func start(
        _ element: borrowing XMLElement, _ text: inout XMLText, resolve: ((String) -> String)?
    ) {
        text.append("<")
        text.append(element.localName.bytes)
        let attributes = element.attributes
        for index in 0..<attributes.count {
            let name = attributes.name(index)
            if attributes.isXML(index) && !isLang(name) { continue }
            var value = attributes.string(index)
            if let resolve, isLink(name) { value = resolve(value) }
            text.append(" ")
            text.append(name)
            text.append("=\"")
            value.withUTF8 { text.appendEscaped($0, quotes: true) }
            text.append("\"")
        }
        text.append(">")
    }

    static func end(_ localName: UnsafeBufferPointer<UInt8>, _ text: inout XMLText) {
        if isVoid(localName) { return }
        text.append("</")
        text.append(localName)
        text.append(">")
    }

    private static func isVoid(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.count <= 6 && voidElements.contains(String(decoding: name, as: UTF8.self).lowercased())
    }

    private static func isLink(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.elementsEqual("href".utf8) || name.elementsEqual("src".utf8)
    }

    private static func isLang(_ name: UnsafeBufferPointer<UInt8>) -> Bool { name.elementsEqual("lang".utf8) }
}

extension XMLFeedReader {
    /// A child of a text element: its markup becomes part of the text.
    func startMarkup(
        _ element: borrowing XMLElement, _ frame: inout Frame, parent: Int, _ text: inout XMLText
    ) {
        if case .text = frames[parent].role {
            let isFirst = frames[parent].mode != .xhtml
            beginMarkup(in: parent, &text)
            if frames[parent].unwrapsDiv, isFirst, element.name.tag(in: tags) == .div,
                text.bytes(from: frames[parent].mark).allSatisfy({ $0 <= 0x20 })
            {
                frame.role = .markupWrapper
                (frame.isCollecting, frame.isEscaping) = (true, true)
                return
            }
        }
        frame.role = .markup
        frame.isCollecting = true
        frame.isEscaping = frames[parent].isEscaping
        let hasOwnBase = frame.scope != textScope(above: parent)
        let scope = scopes[frame.scope]
        MarkupWriter.start(element, &text, resolve: hasOwnBase ? { scope.resolve($0) } : nil)
    }

    /// The first element inside a text shows what the text is: text that already holds tags was HTML in its escaped form
    /// and goes on as such; otherwise what stood before, and all text to come, is text beside markup.
    private func beginMarkup(in parent: Int, _ text: inout XMLText) {
        guard frames[parent].mode != .xhtml else { return }
        frames[parent].mode = .xhtml
        let before = text.bytes(from: frames[parent].mark)
        if before.contains(UInt8(ascii: "<")) { return }
        frames[parent].isEscaping = true
        if before.contains(UInt8(ascii: "&")) {
            let copy = Array(before)
            text.cut(to: frames[parent].mark)
            copy.withUnsafeBufferPointer { text.appendEscaped($0) }
        }
    }

    private func textScope(above index: Int) -> Int {
        var index = index
        while index > 0 {
            if case .text = frames[index].role { return frames[index].scope }
            index -= 1
        }
        return 0
    }
}

import Bytes

// Code blocks: their language, their lines, and the numbers beside them.
extension HTMLCleaner {
    /// Keeps a code block's language for the Markdown writer; HTML is written without it.
    mutating func language(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let named = attributes.withValue(.classes) { CodeLanguage.named(in: $0) } ?? nil
        if tag == .div || tag == .figure {
            if let named { codeLanguage = named }
            return
        }
        if let language = named ?? (codeLanguage.isEmpty ? nil : codeLanguage) {
            builder.append(.classes, language)
        }
        codeLanguage.removeAll()
    }

    /// What a `span` is to the code block that it is in.
    enum CodeSpan {
        case plain
        /// A line of its own, by its style or by its class.
        case line
        /// Called a number, or not to be selected: it goes where only digits are in it. Where its text begins.
        case number(nodes: Int, bytes: Int)
    }

    mutating func startSpan(_ attributes: borrowing HTMLTokenAttributes) {
        guard builder.openCodeBlocks > 0, codeSpans.count < 1000 else { return }
        let span = codeSpan(attributes)
        codeSpans.append(span)
        switch span {
        case .line where isAfterCodeLine: builder.endLine()
        default: break
        }
    }

    mutating func endSpan() {
        guard builder.openCodeBlocks > 0 else { return codeSpans.removeAll() }
        switch codeSpans.popLast() {
        case .line: if !builder.endsInLineFeed { endOfCodeLine = builder.place }
        case .number(let nodes, let bytes): builder.dropNumber(after: (nodes, bytes))
        case .plain, nil: break
        }
    }

    /// Whether a line ended right here. Of a `code` it is one where the next one is its sibling: formatting that goes on
    /// beyond an element's end is the same line.
    var isAfterCodeLine: Bool { endOfCodeLine == builder.place || builder.isRightAfterCode }

    /// Some highlighters write a table into a code block, with the number of each line in a cell.
    mutating func startCodeCell(_ attributes: borrowing HTMLTokenAttributes) {
        let isNumber = attributes.withValue(.classes, CodeLine.name) == .number
        codeCell = isNumber ? builder.place : nil
    }

    private func codeSpan(_ attributes: borrowing HTMLTokenAttributes) -> CodeSpan {
        if attributes.isEmpty { return .plain }
        let style = attributes.withValue(.style, CodeLine.style) ?? .plain
        switch style {
        case .block: return .line
        case .number: return number
        case .plain: break
        }
        switch attributes.withValue(.classes, CodeLine.name) ?? .plain {
        case .line: return .line
        case .number: return number
        case .plain: return .plain
        }
    }

    private var number: CodeSpan { .number(nodes: builder.place.nodes, bytes: builder.place.bytes) }
}

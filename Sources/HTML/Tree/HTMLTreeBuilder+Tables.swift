// Cells in rows in sections in tables.

extension HTMLTreeBuilder {
    mutating func startTablePart(_ tag: HTMLTag, _ attributes: Range<Int32>) {
        guard let table = tables.last else {
            return separate()  // a row or cell without its table
        }
        switch tag {
        case .caption, .colgroup, .thead, .tbody, .tfoot: closeAll(to: table + 1)
        case .col:
            if stack.count > table + 1, stack[table + 1].tag == .colgroup {
                closeAll(to: table + 2)
            } else {
                closeAll(to: table + 1)
                push(.colgroup, 0..<0)
            }
        case .tr: openSection(of: table)
        default: openRow(of: table)
        }
        push(tag, attributes)
    }

    private mutating func openSection(of table: Int) {
        if stack.count > table + 1, [.thead, .tbody, .tfoot].contains(stack[table + 1].tag) {
            closeAll(to: table + 2)
        } else {
            closeAll(to: table + 1)
            push(.tbody, 0..<0)
        }
    }

    private mutating func openRow(of table: Int) {
        if stack.count > table + 2, stack[table + 2].tag == .tr { return closeAll(to: table + 3) }
        openSection(of: table)
        push(.tr, 0..<0)
    }

    /// Gives content that is between the cells of a table a cell of its own; and ends a picture, which has none.
    mutating func leaveTableContext(for tag: HTMLTag) {
        guard let current = stack.last else { return }
        if current.tag == .picture, tag != .source, tag != .img { pop() }
        if let current = stack.last, current.tag.is(.tableContext), let table = tables.last {
            openRow(of: table)
            push(.td, 0..<0)
        }
    }

    mutating func endTablePart(_ tag: HTMLTag) {
        guard let table = tables.last else { return }
        if tag == .table { return closeAll(to: table) }
        if let index = stack[table...].lastIndex(where: { $0.tag == tag }) { closeAll(to: index) }
    }
}

/// Whether a table holds data, to be written row by row, or only lays out a page, to be written cell after cell; and where
/// its cells are.
struct TableShape {
    struct Cell {
        let node: Int
        /// Columns that it takes, at least 1.
        let columns: Int
    }

    /// The table's own rows in order, each with its cells.
    private(set) var rows: [[Cell]] = []
    private(set) var caption: Int?
    /// The number of columns of the widest row.
    private(set) var columns = 0
    /// Several columns, and no cell with a table, a list, a heading, a quote, code or more than one paragraph in it.
    private(set) var isData = true
    /// Whether the first row is one of headers.
    private(set) var hasHeader = false

    /// More columns than a person reads across are layout, or an attack.
    private static let mostColumns = 64

    init(_ tree: HTMLTree, table: Int) {
        var paragraphs = 0
        var index = table + 1
        let end = Int(tree.nodes[table].end)
        while index < end {
            let node = tree.nodes[index]
            switch node.tag {
            case .caption:
                caption = caption ?? index
                index = Int(node.end)
                continue
            case .tr: rows.append([])
            case .td, .th:
                paragraphs = 0
                let span = tree.attribute(.colspan, of: node).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 1
                if !rows.isEmpty {
                    rows[rows.count - 1].append(Cell(node: index, columns: max(1, min(span, Self.mostColumns + 1))))
                }
            case .table, .ul, .ol, .dl, .pre, .blockquote, .h1, .h2, .h3, .h4, .h5, .h6, .hr, .figure, .video, .audio:
                isData = false
                index = Int(node.end)  // a table in a cell has rows of its own
                continue
            case .p, .div:
                paragraphs += 1
                if paragraphs > 1 { isData = false }
            default: break
            }
            index += 1
        }
        rows.removeAll { $0.isEmpty }
        columns = rows.map { $0.reduce(0) { $0 + $1.columns } }.max() ?? 0
        if columns < 2 || columns > Self.mostColumns { isData = false }
        // Rows are filled up to the widest: a few wide ones must not make thousands of narrow ones as wide.
        if rows.count * columns > 8 * rows.reduce(0, { $0 + $1.count }) + tree.room / 64 { isData = false }
        hasHeader = rows.first?.allSatisfy { tree.nodes[$0.node].tag == .th } ?? false
    }
}

import HTML

/// How much running text is in each element of a page: what holds most of it is not a side column, whatever its name
/// says.
struct PageProse {
    /// For each node, bytes of texts that are longer than labels are and are in no link.
    private let counts: [Int32]
    private let total: Int32
    /// The one `article`, and the one `main`, where there is just one of them with text.
    private let article, main: Int?

    /// Shorter texts are labels, dates, names.
    private static let leastText = 40

    init(_ page: HTMLDocument) {
        let nodes = page.tree.nodes
        var bytes = [Int32](repeating: 0, count: nodes.count)
        var (articles, mains): ([Int], [Int]) = ([], [])
        for index in nodes.indices.reversed() {
            let node = nodes[index]
            switch node.tag {
            case .text: if Int(node.limit - node.start) >= Self.leastText { bytes[index] = node.limit - node.start }
            case .a, .nav, .noscript: bytes[index] = 0
            case .article: if bytes[index] > 0 { articles.append(index) }
            case .main: if bytes[index] > 0 { mains.append(index) }
            default: break
            }
            let parent = Int(page.parents[index])
            if parent >= 0 { bytes[parent] += bytes[index] }
        }
        counts = bytes
        total = zip(nodes.indices, page.parents).reduce(0) { $1.1 < 0 ? $0 + bytes[$1.0] : $0 }
        (article, main) = (articles.count == 1 ? articles[0] : nil, mains.count == 1 ? mains[0] : nil)
    }

    /// Whether the element holds at least half of the page's running text.
    func isMost(in index: Int) -> Bool { total > 0 && counts[index] * 2 >= total }

    func bytes(in index: Int) -> Int32 { counts[index] }

    /// What the page calls its article, else its main part, where it calls only one element so.
    var only: Int? { article ?? main }

    /// Whether the page calls this, and nothing else with text, its article or its main part.
    func isOnlyArticle(_ index: Int) -> Bool { index == article || index == main }
}

import HTML

/// The part of a page that a template keeps for its content.
enum PageRegion {
    /// The one `main` (or `role=main`), else what is called so by its id; nil where that is the whole body.
    static func find(in page: HTMLDocument, _ measure: PageMeasure) -> Int? {
        let nodes = page.tree.nodes
        let total = nodes.indices.reduce(0) { page.parents[$1] < 0 ? $0 + Int(measure.prose[$1]) : $0 }
        var mains: [Int] = []
        var roles: [Int] = []
        var ids: [(rank: Int, index: Int)] = []
        for (index, node) in nodes.enumerated() where node.tag != .text && measure.characters[index] > 0 {
            if node.tag == .main {
                mains.append(index)
            } else if node.start < node.limit, node.tag != .a {
                if page.attribute(.role, of: index) == "main" { roles.append(index) }
                if let id = page.attribute(.id, of: index), let rank = names.firstIndex(of: id.lowercased()) {
                    ids.append((rank, index))
                }
            }
        }
        if mains.isEmpty { mains = roles }
        if mains.count == 1, Int(measure.prose[mains[0]]) * 4 >= total { return mains[0] }
        guard mains.isEmpty else { return nil }
        return ids.filter { Int(measure.prose[$0.index]) * 2 >= total }.min { $0.rank < $1.rank }?.index
    }

    private static let names = [
        "main-content", "maincontent", "main", "content", "primary", "page-content", "site-content", "main_content",
        "content-main", "main-container",
    ]
}

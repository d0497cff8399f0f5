extension HTMLContent {
    /// The same without the first figure that shows the picture at `url`, with its caption: for a form of the article that
    /// says the caption elsewhere. Unchanged where no figure shows it.
    public func omittingFigure(of url: String) -> HTMLContent {
        guard let image = tree.nodes.firstIndex(where: { $0.tag == .img && tree.string(.src, of: $0) == url }),
            let figure = tree.nodes[..<image].lastIndex(where: { $0.tag == .figure && Int($0.end) > image })
        else { return self }
        return HTMLContent(tree: tree.removing([figure]))
    }
}

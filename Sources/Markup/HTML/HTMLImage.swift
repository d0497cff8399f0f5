/// A picture of a content.
public struct HTMLImage: Equatable, Sendable {
    /// The address; absolute where the content's reference could be resolved.
    public let url: String
    /// What stands for the picture where it cannot be seen; empty where the content says nothing.
    public let alt: String
    /// Pixels, nil where the content does not say.
    public let width: Int?
    public let height: Int?
    /// The text of the `figcaption` of the figure around the picture.
    public let caption: String?
}

extension HTMLContent {
    /// The pictures in document order, stand-ins and counters left out.
    public var images: [HTMLImage] {
        var images: [HTMLImage] = []
        var figures: [(end: Int32, caption: String?)] = []
        for (index, node) in tree.nodes.enumerated() {
            while let last = figures.last, last.end <= index { figures.removeLast() }
            if node.tag == .figure { figures.append((node.end, caption(ofFigure: index))) }
            if node.tag == .img, let url = tree.string(.src, of: node) {
                images.append(
                    HTMLImage(
                        url: url, alt: tree.string(.alt, of: node) ?? "",
                        width: tree.string(.width, of: node).flatMap { Int($0) },
                        height: tree.string(.height, of: node).flatMap { Int($0) },
                        caption: figures.last?.caption))
            }
        }
        return images
    }

    /// The first picture that is large enough to stand for the content: not known to be under 200 pixels wide or 100
    /// high, and not within the text itself (`data:`).
    public var leadImage: HTMLImage? {
        images.first { ($0.width ?? .max) >= 200 && ($0.height ?? .max) >= 100 && !$0.url.hasPrefix("data:") }
    }

    private func caption(ofFigure figure: Int) -> String? {
        guard
            let index = (figure..<Int(tree.nodes[figure].end)).first(where: { tree.nodes[$0].tag == .figcaption })
        else { return nil }
        let text = tree.nodes[index..<Int(tree.nodes[index].end)].filter { $0.tag == .text }
            .map { String(decoding: tree.bytes[Int($0.start)..<Int($0.limit)], as: UTF8.self) }.joined()
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : words
    }
}

extension HTMLContent {
    /// A large picture in a figure with a caption that stands before all other text.
    public var openingImage: HTMLImage? {
        guard let figure = tree.nodes.firstIndex(where: { $0.tag == .figure }) else { return nil }
        let isFirst = tree.nodes[..<figure].allSatisfy { node in
            node.tag != .text || tree.bytes[Int(node.start)..<Int(node.limit)].count < 100
        }
        guard isFirst, let lead = leadImage,
            tree.nodes[figure..<Int(tree.nodes[figure].end)].contains(where: {
                $0.tag == .img && tree.string(.src, of: $0) == lead.url
            })
        else { return nil }
        return lead.caption == nil ? nil : lead
    }
}

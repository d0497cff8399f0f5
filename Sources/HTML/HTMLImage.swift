/// A picture of a content.
public struct HTMLImage: Equatable, Sendable {
    /// The address; absolute where the content's reference could be resolved.
    public let url: String
    /// The text in place of the picture where it cannot be seen; empty where the content says nothing.
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
        var captions: [Int: String?] = [:]  // a figure may hold thousands of pictures
        _ = firstPicture { node, figure in
            if let figure, captions[figure] == nil { captions[figure] = .some(caption(ofFigure: figure)) }
            images.append(image(node, caption: figure.flatMap { captions[$0] ?? nil }))
            return false
        }
        return images
    }

    /// The first picture that is large enough to stand for the content: not known to be under 200 pixels wide or 100
    /// high, and not within the text itself (`data:`).
    public var leadImage: HTMLImage? {
        firstPicture { node, _ in
            (pixels(.width, of: node) ?? .max) >= 200 && (pixels(.height, of: node) ?? .max) >= 100
                && !(tree.attribute(.src, of: node)?.starts(with: "data:".utf8) ?? false)
                && !EmojiPolicy.isAddress(tree.string(.src, of: node) ?? "")
        }
    }

    /// The first picture that shows what is at `url`.
    public func image(at url: String) -> HTMLImage? {
        firstPicture { node, _ in tree.attribute(.src, of: node)?.elementsEqual(url.utf8) ?? false }
    }

    /// The first picture that `isWanted`, told about its node and of the innermost figure around it; the texts of the
    /// others are not put together.
    private func firstPicture(where isWanted: (HTMLTree.Node, _ figure: Int?) -> Bool) -> HTMLImage? {
        var figures: [Int] = []
        for (index, node) in tree.nodes.enumerated() where node.tag == .img || node.tag == .figure {
            while let last = figures.last, tree.nodes[last].end <= index { figures.removeLast() }
            if node.tag == .figure {
                figures.append(index)
            } else if isWanted(node, figures.last) {
                return image(node, caption: figures.last.flatMap(caption))
            }
        }
        return nil
    }

    private func image(_ node: HTMLTree.Node, caption: String?) -> HTMLImage {
        HTMLImage(
            url: tree.string(.src, of: node) ?? "", alt: tree.string(.alt, of: node) ?? "",
            width: pixels(.width, of: node), height: pixels(.height, of: node), caption: caption)
    }

    private func pixels(_ name: HTMLAttribute, of node: HTMLTree.Node) -> Int? {
        tree.string(name, of: node).flatMap { Int($0) }
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
    /// A large picture in a figure with a caption that is before all other text.
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

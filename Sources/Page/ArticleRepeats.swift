import HTML

/// Finds what a gallery says again and again: one caption for each size of its picture, in full and shortened, with the labels
/// of its buttons.
struct ArticleRepeats {
    private let tree: ArticleTree

    /// Shorter texts recur in articles of their own right: answers, refrains, cells.
    private static let leastCaption = 25
    /// Longer is a paragraph.
    private static let mostCaption = 600

    init(_ tree: ArticleTree) { self.tree = tree }

    /// Marks those among the elements of `roots` that only repeat another one, or that shorten it.
    func cut(in roots: [Int], _ isCut: inout [Bool]) {
        var captions: [(index: Int, text: String)] = []
        for root in roots {
            var index = root
            while index < tree.end(root) {
                if isCut[index] {
                    index = tree.end(index)
                    continue
                }
                guard isLine(index) else {
                    index += 1
                    continue
                }
                if (Self.leastCaption..<Self.mostCaption).contains(tree[index].measure.characters) {
                    captions.append((index, PageWords.folded(tree.text(of: index, limit: Self.mostCaption))))
                }
                index = tree.end(index)
            }
        }
        var seen: Set<String> = []
        for (place, caption) in captions.enumerated() {
            let isAgain = !seen.insert(caption.text).inserted
            if isAgain && holdsPicture(around: caption.index) || shortens(caption.text, captions, near: place) {
                isCut[caption.index] = true
            }
        }
    }

    private func isLine(_ index: Int) -> Bool {
        switch tree[index].tag {
        case .p, .figcaption, .li, .span:
            !(index + 1..<tree.end(index)).contains { tree[$0].tag != .text && !ArticleTree.isInline(tree[$0].tag) }
        default: false
        }
    }

    /// `Ann and Bert shake hands ... more`, beside the whole of it.
    private func shortens(_ text: String, _ captions: [(index: Int, text: String)], near place: Int) -> Bool {
        guard let mark = text.firstRange(of: "...") ?? text.firstRange(of: "…"),
            text[mark.upperBound...].count <= 12
        else { return false }
        var start = text[..<mark.lowerBound]
        while start.last == " " { start.removeLast() }
        guard start.count >= 15 else { return false }
        let near = captions[max(0, place - 2)..<min(captions.count, place + 3)]
        return near.contains { $0.text.count > start.count && $0.text != text && $0.text.hasPrefix(start) }
    }

    /// Whether there is a picture in the block around, or in the one around that.
    private func holdsPicture(around index: Int) -> Bool {
        var box = index
        for _ in 0..<4 {
            box = tree.parent(box)
            if box <= 0 { return false }
            // A gallery is small; looking through more for each caption would take long.
            guard tree.end(box) - box < 400 else { return false }
            if (box..<tree.end(box)).contains(where: { tree[$0].tag == .img }) { return true }
        }
        return false
    }
}

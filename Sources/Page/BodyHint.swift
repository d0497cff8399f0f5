import HTML

/// The text of an article from linked data, to recognize its paragraphs in the page.
struct BodyHint {
    private let shingles: Set<Int>
    private let characters: Int
    private static let size = 4

    /// Nil where it is too short to tell anything.
    init?(_ text: String) {
        let words = Self.words(PlainText.line(fromHTML: String(text.prefix(200_000))))
        guard words.count >= 60 else { return nil }
        shingles = Set(Self.shingles(words))
        characters = text.utf8.count
    }

    /// Which paragraphs of the tree are in the text.
    func cover(of tree: ArticleTree) -> BodyCover {
        var cover = BodyCover(isKnown: [Bool](repeating: false, count: tree.nodes.count))
        for index in tree.nodes.indices {
            switch tree[index].tag {
            case .p, .li, .blockquote, .pre, .td, .h2, .h3, .h4: break
            default: continue
            }
            let characters = tree[index].measure.characters
            guard characters >= 25 else { continue }
            let own = Self.shingles(Self.words(tree.text(of: index, limit: 4000)))
            guard !own.isEmpty, own.count({ shingles.contains($0) }) * 10 >= own.count * 7 else { continue }
            cover.isKnown[index] = true
            if tree[index].tag == .p { cover.characters += characters }
        }
        cover.isWhole = cover.characters * 10 >= self.characters * 7
        return cover
    }

    private static func words(_ text: String) -> [Int] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(\.hashValue)
    }

    private static func shingles(_ words: [Int]) -> [Int] {
        guard words.count >= size else { return words.isEmpty ? [] : [words.hashValue] }
        return (0...(words.count - size)).map { words[$0..<($0 + size)].hashValue }
    }
}

extension Collection {
    fileprivate func count(_ isCounted: (Element) -> Bool) -> Int { reduce(0) { $0 + (isCounted($1) ? 1 : 0) } }
}

/// The paragraphs of a tree that linked data has too.
struct BodyCover {
    var isKnown: [Bool]
    var characters = 0
    /// Most of the text was found in the page.
    var isWhole = false

    /// The smallest element with nearly all of them, nil where they are too few to rely on.
    func container(in tree: ArticleTree) -> Int? {
        guard isWhole, characters >= 400 else { return nil }
        var sums = [Int](repeating: 0, count: tree.nodes.count)
        for index in tree.nodes.indices.reversed() {
            if isKnown[index], tree[index].tag == .p { sums[index] = max(sums[index], tree[index].measure.characters) }
            if index > 0 { sums[tree.parent(index)] += sums[index] }
        }
        var place = 0
        while let next = tree.children(place).first(where: { sums[$0] * 100 >= sums[0] * 95 && tree[$0].tag != .p }) {
            place = next
        }
        return place
    }
}

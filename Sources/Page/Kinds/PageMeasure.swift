import Bytes
import HTML

/// How much text each element of a page holds, in links and outside of them.
struct PageMeasure {
    /// For each node, characters with white space folded.
    let characters: [Int32]
    /// Of `characters`, those in links.
    let linked: [Int32]
    /// Of `characters`, those of texts longer than labels are, outside of links and navigation.
    let prose: [Int32]
    let total: Int
    /// The `noscript` that holds most of the page: the rest is made by scripts.
    let fallback: Int?

    /// Shorter texts are labels, dates, names.
    private static let leastText = 40

    init(_ page: HTMLDocument) {
        let nodes = page.tree.nodes
        var characters = [Int32](repeating: 0, count: nodes.count)
        var linked = characters
        var prose = characters
        var fallback: Int?
        let bytes = page.tree.bytes
        for index in nodes.indices.reversed() {
            let node = nodes[index]
            switch node.tag {
            case .text:
                let count = Self.count(bytes, Int(node.start), Int(node.limit))
                characters[index] = count
                prose[index] = count >= Self.leastText ? count : 0
            case .a: (linked[index], prose[index]) = (characters[index], 0)
            case .nav: prose[index] = 0
            case .noscript:
                if characters[index] > fallback.map({ characters[$0] }) ?? 0 { fallback = index }
                continue
            default: break
            }
            let parent = Int(page.parents[index])
            guard parent >= 0 else { continue }
            characters[parent] += characters[index]
            linked[parent] += linked[index]
            prose[parent] += prose[index]
        }
        let shown = nodes.indices.reduce(0) { page.parents[$1] < 0 ? $0 + Int(characters[$1]) : $0 }
        var total = shown
        if let place = fallback, Int(characters[place]) > max(shown, 200) {
            total += Int(characters[place])
            var parent = Int(page.parents[place])
            while parent >= 0 {
                characters[parent] += characters[place]
                linked[parent] += linked[place]
                prose[parent] += prose[place]
                parent = Int(page.parents[parent])
            }
        } else {
            fallback = nil
        }
        (self.characters, self.linked, self.prose, self.total, self.fallback) =
            (characters, linked, prose, total, fallback)
    }

    private static func count(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Int32 {
        var count: Int32 = 0
        var isGap = true
        var index = start
        while index < limit {
            let byte = bytes[index]
            index += 1
            if byte > 0x20 {
                isGap = false
                if byte & 0xC0 != 0x80 { count += 1 }
            } else {
                if !isGap { count += 1 }
                isGap = true
            }
        }
        return isGap && count > 0 ? count - 1 : count
    }

    func linkDensity(_ index: Int) -> Double {
        characters[index] == 0 ? 0 : Double(linked[index]) / Double(characters[index])
    }
}

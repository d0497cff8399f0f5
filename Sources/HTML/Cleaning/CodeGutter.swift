import Bytes

/// Takes the numbers of lines away that are in a cell beside the cell with the code: they are not part of it.
enum CodeGutter {
    static func remove(from tree: inout HTMLTree) {
        var gutters: [Int] = []
        for index in tree.nodes.indices where tree.nodes[index].tag == .tr {
            if let gutter = gutter(of: index, in: tree) { gutters.append(gutter) }
        }
        if !gutters.isEmpty { tree = tree.removing(gutters) }
    }

    /// A row's first cell, where it has nothing but numbers that count up by one, and the next cell has code.
    private static func gutter(of row: Int, in tree: HTMLTree) -> Int? {
        let first = row + 1
        guard first < Int(tree.nodes[row].end), isCell(tree.nodes[first].tag) else { return nil }
        var second = Int(tree.nodes[first].end)
        while second < Int(tree.nodes[row].end), !isCell(tree.nodes[second].tag) {
            second = Int(tree.nodes[second].end)
        }
        guard second < Int(tree.nodes[row].end) else { return nil }
        let end = Int(tree.nodes[second].end)
        guard let code = (second..<end).first(where: { tree.nodes[$0].tag == .pre || tree.nodes[$0].tag == .code }),
            let numbers = numbers(in: first, of: tree)
        else { return nil }
        // One number beside a snippet may be a datum; beside a block of code it is that of its only line.
        return numbers > 1 || numbers == 1 && tree.nodes[code].tag == .pre && holdsPre(first, tree) ? first : nil
    }

    private static func isCell(_ tag: HTMLTag) -> Bool { tag == .td || tag == .th }

    private static func holdsPre(_ index: Int, _ tree: HTMLTree) -> Bool {
        (index..<Int(tree.nodes[index].end)).contains { tree.nodes[$0].tag == .pre }
    }

    /// How many numbers there are, each one more than the last; nil where there is anything else.
    private static func numbers(in cell: Int, of tree: HTMLTree) -> Int? {
        var count = 0
        var last: Int?
        for node in tree.nodes[(cell + 1)..<Int(tree.nodes[cell].end)] {
            switch node.tag {
            case .text:
                let text = tree.bytes[Int(node.start)..<Int(node.limit)]
                for word in text.split(whereSeparator: \.isHTMLSpace) {
                    guard word.count < 8, word.allSatisfy(\.isASCIIDigit) else { return nil }
                    let number = word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
                    if let last, number != last + 1 { return nil }
                    last = number
                    count += 1
                }
            case .img, .video, .audio, .table: return nil
            default: break
            }
        }
        return count > 0 ? count : nil
    }
}

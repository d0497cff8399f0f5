/// Puts the parts of a page where the page's script would put them: servers that render React send an empty
/// `<template id="B:1">` first, and its content later in `<div hidden id="S:1">` (react-dom, `$RC` and `$RS`).
struct StreamedParts {
    private let tree: HTMLTree
    /// The node of each part, by what its id has after `S:`; a part goes to one place.
    private var parts: [ArraySlice<UInt8>: Int] = [:]
    private var placed: Set<Int> = []
    private var nodes: [HTMLTree.Node] = []

    /// Whether an id is that of a place for a part.
    static func isPlace(_ id: String?) -> Bool { id.map { $0.hasPrefix("B:") || $0.hasPrefix("P:") } ?? false }

    static func inPlace(_ tree: HTMLTree) -> HTMLTree {
        var streamed = StreamedParts(tree)
        var output = tree
        output.nodes = streamed.rearranged()
        return output
    }

    private init(_ tree: HTMLTree) {
        self.tree = tree
        for index in tree.nodes.indices {
            if let name = name(of: index, after: "S:"), parts[name] == nil, isHidden(index) { parts[name] = index }
        }
        // A part without a place stays where it is.
        for index in tree.nodes.indices {
            if let part = part(for: index), index < part || index >= Int(tree.nodes[part].end) { placed.insert(part) }
        }
    }

    private func isHidden(_ index: Int) -> Bool {
        let node = tree.nodes[index]
        return tree.attributes[Int(node.start)..<Int(node.limit)].contains { $0.name == .hidden }
    }

    private func name(of index: Int, after mark: StaticString) -> ArraySlice<UInt8>? {
        let node = tree.nodes[index]
        guard node.tag != .text, node.start < node.limit, let id = tree.attribute(.id, of: node), id.count > 2,
            id.count < 20, id.first == mark.utf8Start[0], id[id.startIndex + 1] == mark.utf8Start[1]
        else { return nil }
        return id.dropFirst(2)
    }

    private func part(for place: Int) -> Int? {
        (name(of: place, after: "B:") ?? name(of: place, after: "P:")).flatMap { parts[$0] }
    }

    /// A segment of the old order that is being copied.
    private struct Segment {
        var next: Int
        let end: Int
        /// Open elements: where they are now, and where they ended before.
        var open: [(node: Int, end: Int)] = []
    }

    private mutating func rearranged() -> [HTMLTree.Node] {
        nodes.reserveCapacity(tree.nodes.count)
        var used: Set<Int> = []
        var segments = [Segment(next: 0, end: tree.nodes.count)]
        while var segment = segments.popLast() {
            while let last = segment.open.last, last.end <= segment.next || segment.next >= segment.end {
                nodes[last.node].end = Int32(nodes.count)
                segment.open.removeLast()
            }
            guard segment.next < segment.end else { continue }
            let index = segment.next
            let node = tree.nodes[index]
            if placed.contains(index) {
                segment.next = Int(node.end)
                segments.append(segment)
            } else if let part = part(for: index), placed.contains(part), used.insert(part).inserted {
                segment.next = Int(node.end)
                segments.append(segment)
                segments.append(Segment(next: part + 1, end: Int(tree.nodes[part].end)))
            } else {
                if node.tag != .text { segment.open.append((nodes.count, Int(node.end))) }
                var copy = node
                copy.end = Int32(nodes.count + 1)
                nodes.append(copy)
                segment.next += 1
                segments.append(segment)
            }
        }
        return nodes
    }
}

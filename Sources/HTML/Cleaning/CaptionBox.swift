import Bytes

/// A picture with its caption as WordPress wrote them before HTML had `figure`: a `div` called `wp-caption` with the
/// picture and a paragraph called `wp-caption-text` in it.
enum CaptionBox {
    private static let boxName: StaticString = "wp-caption"
    private static let textName: StaticString = "wp-caption-text"

    /// The class that an element is to keep until the tree is whole; nil where it is not part of such a box.
    static func part(of tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) -> [UInt8]? {
        guard tag == .div || tag == .p else { return nil }
        let name = tag == .div ? boxName : textName
        let isNamed = attributes.withValue(.classes) { value in
            value.split(whereSeparator: \.isHTMLSpace).contains { word in
                name.withUTF8Buffer { word.elementsEqual($0) }
            }
        }
        return isNamed ?? false ? name.withUTF8Buffer { Array($0) } : nil
    }

    /// Makes the boxes that have a picture and a caption figures.
    static func makeFigures(in tree: inout HTMLTree) {
        var box: Int?
        var hasPicture = false
        for index in tree.nodes.indices {
            if let open = box, index >= Int(tree.nodes[open].end) { box = nil }
            let node = tree.nodes[index]
            switch node.tag {
            case .div where isNamed(node, boxName, in: tree): (box, hasPicture) = (index, false)
            case .img: hasPicture = true
            case .p where hasPicture && isNamed(node, textName, in: tree):
                guard let open = box, tree.nodes[open].tag == .div else { continue }
                tree.nodes[open].tag = .figure
                tree.nodes[index].tag = .figcaption
            default: break
            }
        }
    }

    private static func isNamed(_ node: HTMLTree.Node, _ name: StaticString, in tree: HTMLTree) -> Bool {
        guard let value = tree.attribute(.classes, of: node) else { return false }
        return name.withUTF8Buffer { value.elementsEqual($0) }
    }
}

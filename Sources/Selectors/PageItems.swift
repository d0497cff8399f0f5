import Bytes
public import HTML

/// Which elements of a page are its items, and where their parts are.
public struct ItemSelectors: Sendable, Equatable {
    public let items: CSSSelector
    public var title: PartSelector?, link: PartSelector?, date: PartSelector?
    public var content: PartSelector?, author: PartSelector?, image: PartSelector?

    public init(items: CSSSelector) { self.items = items }

    fileprivate var attributeNames: [String] {
        items.attributeNames + [title, link, date, content, author, image].flatMap { $0?.attributeNames ?? [] }
    }
}

/// The items of a page as it has them: nothing here is cleaned, and addresses are as written.
public struct PageItems: Sendable {
    public struct Item: Sendable {
        public internal(set) var title: String?, link: String?, date: String?
        /// HTML.
        public internal(set) var content: String?
        public internal(set) var author: String?, image: String?
    }

    public internal(set) var items: [Item] = []
    /// For each part that was asked for, its name and how many elements of all items it found.
    public internal(set) var counts: [(part: String, selector: String, found: Int)] = []
}

extension HTMLDocument {
    /// - Parameter bytes: valid UTF-8.
    public init(_ bytes: UnsafeBufferPointer<UInt8>, limits: HTMLLimits = .default, itemsBy selectors: ItemSelectors) {
        unsafe self.init(bytes, limits: limits, keepingAttributes: selectors.attributeNames)
    }

    /// Time is linear in the page, for each selector.
    public func items(by selectors: ItemSelectors) -> PageItems {
        var found = PageItems()
        let roots = elements(matching: selectors.items)
        found.items = roots.map { _ in PageItems.Item() }
        found.counts.append(("items", selectors.items.text, roots.count))
        var links = firstLinks(in: roots)
        if let link = selectors.link {
            links = part(link, "item_link", in: roots, &found)
            for (number, index) in links.enumerated() {
                guard let index else { continue }
                found.items[number].link =
                    value(of: link, .href, index)
                    ?? firstLinks(in: [index])[0].flatMap {
                        attribute(.href, of: $0)
                    }
            }
        } else {
            for (number, index) in links.enumerated() {
                found.items[number].link = index.flatMap { attribute(.href, of: $0) }
            }
        }
        fill(selectors.title, "item_title", in: roots, &found, \.title) { text(of: $0) }
        if selectors.title == nil {
            for (number, index) in links.enumerated() { found.items[number].title = index.map { text(of: $0) } }
        }
        fill(selectors.date, "item_date", in: roots, &found, \.date) { attribute(.datetime, of: $0) ?? text(of: $0) }
        fill(selectors.content, "item_content", in: roots, &found, \.content) { markup(inside: $0) }
        fill(selectors.author, "item_author", in: roots, &found, \.author) { text(of: $0) }
        fill(selectors.image, "item_image", in: roots, &found, \.image) { attribute(.src, of: $0) }
        return found
    }

    private func fill(
        _ part: PartSelector?, _ name: String, in roots: [Int], _ found: inout PageItems,
        _ field: WritableKeyPath<PageItems.Item, String?>, _ natural: (Int) -> String?
    ) {
        guard let part else { return }
        for (number, index) in self.part(part, name, in: roots, &found).enumerated() {
            guard let index else { continue }
            found.items[number][keyPath: field] =
                part.attribute == nil ? natural(index) : value(ofAttribute: part.attribute ?? "", index)
        }
    }

    private func value(of part: PartSelector, _ natural: HTMLAttribute, _ index: Int) -> String? {
        part.attribute.map { value(ofAttribute: $0, index) } ?? attribute(natural, of: index)
    }

    /// The first element of each item that a part means; counts them all.
    private func part(_ part: PartSelector, _ name: String, in roots: [Int], _ found: inout PageItems) -> [Int?] {
        guard let selector = part.selector else {
            let count = roots.count { index in part.attribute.map { value(ofAttribute: $0, index) != nil } ?? false }
            found.counts.append((name, part.text, count))
            return roots
        }
        let all = elements(matching: selector, isNested: true)
        var (firsts, next, count) = ([Int?](), 0, 0)
        for root in roots {
            while next < all.count, all[next] <= root { next += 1 }
            let end = Int(tree.nodes[root].end)
            firsts.append(next < all.count && all[next] < end ? all[next] : nil)
            while next < all.count, all[next] < end {
                next += 1
                count += 1
            }
        }
        found.counts.append((name, part.text, count))
        return firsts
    }

    /// The first link of each element, which it may be itself.
    private func firstLinks(in roots: [Int]) -> [Int?] {
        roots.map { root in
            (root..<Int(tree.nodes[root].end)).first { tree.nodes[$0].tag == .a && attribute(.href, of: $0) != nil }
        }
    }

    /// The HTML within an element, for the sanitizer to read.
    private func markup(inside root: Int) -> String {
        var output: [UInt8] = []
        var open: [(end: Int, tag: HTMLTag)] = []
        var index = root + 1
        let end = Int(tree.nodes[root].end)
        while index < end || !open.isEmpty {
            while let last = open.last, last.end <= index {
                output.append("</")
                output.append(last.tag.name)
                output.append(UInt8(ascii: ">"))
                open.removeLast()
            }
            guard index < end else { continue }
            let node = tree.nodes[index]
            if node.tag == .text {
                escape(tree.bytes[Int(node.start)..<Int(node.limit)], into: &output)
            } else if node.tag != .body, node.tag != .data, attribute(.elementName, of: index) == nil {
                start(index, into: &output)
                if !node.tag.is(.void) { open.append((Int(node.end), node.tag)) }
            }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func start(_ index: Int, into output: inout [UInt8]) {
        let node = tree.nodes[index]
        output.append(UInt8(ascii: "<"))
        output.append(node.tag.name)
        for attribute in tree.attributes[Int(node.start)..<Int(node.limit)] where attribute.name.isOfContent {
            output.append(0x20)
            output.append(attribute.name.text)
            output.append("=\"")
            escape(tree.values[Int(attribute.start)..<Int(attribute.limit)], into: &output)
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
    }

    private func escape(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        for byte in bytes {
            if let reference = MarkupEscape.reference(for: byte) {
                output.append(reference)
            } else {
                output.append(byte)
            }
        }
    }
}

import Bytes
import HTML

/// What the body of a page is made of, counted in one pass.
struct PageStructure {
    /// Of the page's whole text.
    private(set) var characters = 0
    /// Short texts with an amount of money.
    private(set) var prices = 0
    /// A button or a label offers to buy.
    private(set) var offersPurchase = false
    /// Paragraphs that are sentences, and their characters.
    private(set) var paragraphs = 0
    private(set) var paragraphCharacters = 0
    /// Headings that are links, or are in one.
    private(set) var linkedHeadings = 0
    /// `article` elements with text.
    private(set) var articles = 0
    /// `pre` and `code`.
    private(set) var codes = 0
    private(set) var linkDensity = 0.0
    /// Of the page's characters, those in `paragraphs`.
    private(set) var paragraphShare = 0.0
    /// Like elements with a link in each hold half of the page: its paragraphs are theirs.
    private(set) var isOfEntries = false

    /// Fewer are parts of something else.
    private static let leastEntries = 8

    init(_ page: HTMLDocument, _ measure: PageMeasure) {
        let (nodes, bytes) = (page.tree.nodes, page.tree.bytes)
        var links = 0
        var linkEnd = 0
        for (index, node) in nodes.enumerated() {
            switch node.tag {
            case .text: note(bytes, Int(node.start), Int(node.limit))
            case .a: linkEnd = max(linkEnd, Int(node.end))
            case .article: if measure.characters[index] > 0 { articles += 1 }
            case .pre, .code: codes += 1
            case .h2, .h3, .h4:
                if measure.characters[index] > 0, index < linkEnd || measure.linkDensity(index) > 0.8 {
                    linkedHeadings += 1
                }
            case .p:
                if measure.characters[index] >= 80, measure.linkDensity(index) < 0.4 {
                    paragraphs += 1
                    paragraphCharacters += Int(measure.characters[index])
                }
            default: break
            }
            if page.parents[index] < 0 { links += Int(measure.linked[index]) }
        }
        characters = measure.total
        guard measure.total > 0 else { return }
        let entries = PageEntries(page, measure)
        isOfEntries =
            entries.count >= Self.leastEntries && entries.characters * 2 >= measure.total
            && entries.linked * 8 >= entries.characters
        linkDensity = Double(links) / Double(measure.total)
        paragraphShare = Double(paragraphCharacters) / Double(measure.total)
    }

    private mutating func note(_ bytes: [UInt8], _ start: Int, _ limit: Int) {
        guard limit - start < 60, limit - start > 1 else { return }
        if Self.isPrice(bytes, start, limit) { prices += 1 }
        if !offersPurchase, Self.opensPurchase(bytes, start, limit) { offersPurchase = true }
    }

    private static func opensPurchase(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Bool {
        var start = start
        while start < limit, bytes[start].isHTMLSpace { start += 1 }
        return purchases.contains { label in
            label.utf8CodeUnitCount <= limit - start
                && (0..<label.utf8CodeUnitCount).allSatisfy {
                    unsafe bytes[start + $0].asciiLowercased == label.utf8Start[$0]
                }
        }
    }

    private static let purchases: [StaticString] = [
        "add to cart", "add to bag", "add to basket", "add to trolley", "buy now", "in den warenkorb",
        "ajouter au panier", "añadir al carrito", "aggiungi al carrello", "in winkelwagen", "adicionar ao carrinho",
        "do koszyka", "カートに入れる", "加入购物车",
    ]

    /// A sign of money beside a digit: `$12`, `12,50 €`, `£ 9`.
    private static func isPrice(_ bytes: [UInt8], _ start: Int, _ limit: Int) -> Bool {
        var lastDigit = start - 9
        var lastSign = start - 9
        var index = start
        while index < limit {
            let byte = bytes[index]
            if byte.isASCIIDigit {
                if index - lastSign <= 2 { return true }
                lastDigit = index
            } else if byte == UInt8(ascii: "$") || byte >= 0xC2 {
                let length = signLength(bytes, index, limit)
                if length > 0 {
                    if index - lastDigit <= 2 { return true }
                    index += length - 1
                    lastSign = index
                }
            }
            index += 1
        }
        return false
    }

    /// Of `$`, `£`, `¥`, `€` and `₹` in bytes; 0 for all else.
    private static func signLength(_ bytes: [UInt8], _ index: Int, _ limit: Int) -> Int {
        switch bytes[index] {
        case UInt8(ascii: "$"): return 1
        case 0xC2 where index + 1 < limit: return bytes[index + 1] == 0xA3 || bytes[index + 1] == 0xA5 ? 2 : 0
        case 0xE2 where index + 2 < limit && bytes[index + 1] == 0x82:
            return bytes[index + 2] == 0xAC || bytes[index + 2] == 0xB9 ? 3 : 0
        default: return 0
        }
    }
}

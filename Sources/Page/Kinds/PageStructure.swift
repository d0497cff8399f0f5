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
    /// Headings that are links, or stand in one.
    private(set) var linkedHeadings = 0
    /// `article` elements with text.
    private(set) var articles = 0
    /// `pre` and `code`.
    private(set) var codes = 0
    private(set) var linkDensity = 0.0
    /// Of the page's characters, those in `paragraphs`.
    private(set) var paragraphShare = 0.0

    init(_ page: HTMLDocument, _ measure: PageMeasure) {
        let nodes = page.tree.nodes
        var links = 0
        var linkEnd = 0
        for (index, node) in nodes.enumerated() {
            switch node.tag {
            case .text: note(page.tree.bytes[Int(node.start)..<Int(node.limit)])
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
        linkDensity = Double(links) / Double(measure.total)
        paragraphShare = Double(paragraphCharacters) / Double(measure.total)
    }

    private mutating func note(_ text: ArraySlice<UInt8>) {
        guard text.count < 60, text.count > 1 else { return }
        if Self.isPrice(text) { prices += 1 }
        if !offersPurchase, (6..<32).contains(text.count), Self.mayOfferPurchase(text) {
            let label = String(decoding: text, as: UTF8.self).lowercased()
            offersPurchase = Self.purchases.contains { label.firstRange(of: $0) != nil }
        }
    }

    /// By the first letter, before a text is made a string.
    private static func mayOfferPurchase(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first(where: { !$0.isHTMLSpace })?.asciiLowercased else { return false }
        return first >= 0x80 || first == UInt8(ascii: "a") || first == UInt8(ascii: "b") || first == UInt8(ascii: "i")
            || first == UInt8(ascii: "d")
    }

    private static let purchases = [
        "add to cart", "add to bag", "add to basket", "add to trolley", "buy now", "in den warenkorb",
        "ajouter au panier", "añadir al carrito", "aggiungi al carrello", "in winkelwagen", "adicionar ao carrinho",
        "do koszyka", "カートに入れる", "加入购物车",
    ]

    /// A sign of money beside a digit: `$12`, `12,50 €`, `£ 9`.
    private static func isPrice(_ text: ArraySlice<UInt8>) -> Bool {
        var sinceDigit = 9
        var sinceSign = 9
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            var length = 1
            if byte.isASCIIDigit {
                if sinceSign <= 1 { return true }
                sinceDigit = 0
            } else {
                let isSign: Bool
                switch byte {
                case UInt8(ascii: "$"): isSign = true
                case 0xC2:
                    let next = index + 1 < text.endIndex ? text[index + 1] : 0
                    isSign = next == 0xA3 || next == 0xA5
                    length = 2
                case 0xE2:
                    let isCurrency = index + 2 < text.endIndex && text[index + 1] == 0x82
                    isSign = isCurrency && (text[index + 2] == 0xAC || text[index + 2] == 0xB9)
                    length = min(3, text.endIndex - index)
                default: isSign = false
                }
                if isSign {
                    if sinceDigit <= 1 { return true }
                    sinceSign = 0
                } else {
                    sinceSign += 1
                }
                sinceDigit += 1
            }
            index += length
        }
        return false
    }
}

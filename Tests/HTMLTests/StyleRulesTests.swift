import Testing

@testable import HTML

struct StyleRulesTests {
    static let sheets: [(sheet: String, hiding: [String], hovered: [String])] = [
        (".a{display:none}", [".a"], []),
        (".a , #b .c{ Display : NONE ; color:red}", [".a ", " #b .c"], []),
        (".a{visibility:hidden}p{display:none}", [".a"], []),
        (".a{--display:none}.b{flex-display:none}.c{display:block}", [], []),
        ("/* .a{display:none} */.b{/* } */display:none}", [".b"], []),
        ("@media print{.a{display:none}}.b{display:none}", [".b"], []),
        ("@media (max-width:9px){.a{display:none}}@media screen{.b{display:none}}", [".b"], []),
        ("@import url(x);@charset 'u';.a{display:none}", [".a"], []),
        (".a:hover .b{display:block}.c:hover{color:red}", [], [".a .b"]),
        ("}}}.a{display:none", [], []),
        (".a{display:none}/*", [".a"], []),
    ]

    @Test(arguments: sheets)
    func readsRules(sheet: String, hiding: [String], hovered: [String]) {
        let rules = HTMLDocument("<style>\(sheet)</style><p>a", limits: .default).styleRules
        #expect(rules.hiding.map(\.selector) == hiding)
        #expect(rules.hovered == hovered)
    }

    @Test func knowsWhatLiesOverThePage() {
        let rules = HTMLDocument("<style>.a{position:absolute;display:none}.b{display:none}</style>", limits: .default)
            .styleRules
        #expect(rules.hiding.map(\.isOverlay) == [true, false])
    }

    /// A hostile sheet costs no more than its length, and is not kept.
    @Test func readsSoManyRules() {
        let sheet = String(repeating: ".a{display:none}", count: 5000)
        #expect(HTMLDocument("<style>\(sheet)</style>", limits: .default).styleRules.hiding.count <= 500)
    }
}

extension HTMLDocument {
    fileprivate init(_ html: String, limits: HTMLLimits) {
        var html = html
        self = html.withUTF8 { unsafe HTMLDocument($0, limits: limits, keepingAttributes: []) }
    }
}

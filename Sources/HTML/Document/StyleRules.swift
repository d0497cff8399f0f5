import Bytes

/// What a page's own style sheets do not show: the selectors of rules with `display: none` or `visibility: hidden`. Rules for
/// print, or for windows of some width, do not count.
package struct StyleRules: Sendable {
    package struct Hiding: Sendable {
        package let selector: String
        /// It lies over the page, once it is shown.
        package let isOverlay: Bool
    }

    package private(set) var hiding: [Hiding] = []
    /// Selectors of what is shown under a pointer, without that.
    package private(set) var hovered: [String] = []

    /// The rules after these are not read.
    private static let most = 500

    init() {}

    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard hiding.count < Self.most else { return }
        var reader = unsafe StyleReader(bytes)
        reader.read(Self.most) { rule in
            for selector in rule.selectors {
                // Nothing is meant but what has a name.
                guard selector.contains(where: { $0 == "." || $0 == "#" }) else { continue }
                if rule.hides {
                    hiding.append(Hiding(selector: selector, isOverlay: rule.isOverlay))
                } else if let mark = selector.ranges(of: ":hover").first {
                    hovered.append(String(selector[..<mark.lowerBound]) + String(selector[mark.upperBound...]))
                }
            }
        }
    }
}

/// One pass over a style sheet.
private struct StyleReader {
    struct Rule {
        let selectors: [String]
        let hides: Bool
        let isOverlay: Bool
    }

    private let bytes: UnsafeBufferPointer<UInt8>

    /// A longer list of selectors resets a whole page.
    private static let longestSelector = 1000

    init(_ bytes: UnsafeBufferPointer<UInt8>) { unsafe self.bytes = bytes }

    /// - Parameter most: rules that are noted.
    mutating func read(_ most: Int, _ note: (Rule) -> Void) {
        var noted = 0
        // For each open block, whether it is a rule, and whether rules in it count.
        var open: [(isRule: Bool, counts: Bool)] = []
        var (prelude, rule) = (0, 0..<0)
        var index = 0
        while unsafe index < bytes.count, noted < most {
            switch unsafe bytes[index] {
            case UInt8(ascii: "/") where unsafe index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*"):
                index = end(ofComment: index + 2)
                if open.last?.isRule != true { prelude = index }
                continue
            case UInt8(ascii: "{"):
                let counts = open.last?.counts ?? true
                let start = skipSpace(prelude, index)
                if start < index, unsafe bytes[start] == UInt8(ascii: "@") {
                    open.append((false, counts && isForAll(start..<index)))
                } else {
                    rule = start..<index
                    open.append((true, counts))
                }
                prelude = index + 1
            case UInt8(ascii: "}"):
                if let last = open.popLast(), last.isRule, last.counts, rule.count <= Self.longestSelector,
                    let found = self.rule(rule, prelude..<index)
                {
                    noted += 1
                    note(found)
                }
                prelude = index + 1
            case UInt8(ascii: ";"): if open.last?.isRule != true { prelude = index + 1 }
            default: break
            }
            index += 1
        }
    }

    private func end(ofComment start: Int) -> Int {
        var index = start
        while unsafe index + 1 < bytes.count {
            if unsafe bytes[index] == UInt8(ascii: "*"), unsafe bytes[index + 1] == UInt8(ascii: "/") {
                return index + 2
            }
            index += 1
        }
        return unsafe bytes.count
    }

    private func skipSpace(_ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, unsafe bytes[index].isHTMLSpace { index += 1 }
        return index
    }

    /// `@media screen`, `@supports`, `@layer`: not a window of some width, not paper.
    private func isForAll(_ range: Range<Int>) -> Bool {
        let text = unsafe String(decoding: bytes[range], as: UTF8.self).lowercased()
        return text.hasPrefix("@layer") || text.hasPrefix("@supports")
            || text.hasPrefix("@media") && !text.contains("(") && (text.contains("screen") || text.contains("all"))
    }

    /// A rule that hides something, or may show it under a pointer.
    private func rule(_ selector: Range<Int>, _ body: Range<Int>) -> Rule? {
        let hides = sets("display", to: "none", body) || sets("visibility", to: "hidden", body)
        guard hides || sets("display", to: "", body) || sets("visibility", to: "visible", body) else { return nil }
        let selectors = unsafe String(decoding: bytes[selector], as: UTF8.self).split(separator: ",").map(String.init)
        if !hides, !selectors.contains(where: { $0.contains(":hover") }) { return nil }
        return Rule(
            selectors: selectors, hides: hides,
            isOverlay: sets("position", to: "absolute", body) || sets("position", to: "fixed", body))
    }

    private func sets(_ property: StaticString, to value: StaticString, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let isStart =
                unsafe index == range.lowerBound
                || !bytes[index - 1].isASCIILetter
                    && bytes[index - 1] != UInt8(ascii: "-")
            if isStart, isHere(property, index, range.upperBound) {
                var next = skipSpace(index + property.utf8CodeUnitCount, range.upperBound)
                if next < range.upperBound, unsafe bytes[next] == UInt8(ascii: ":") {
                    next = skipSpace(next + 1, range.upperBound)
                    if isHere(value, next, range.upperBound) { return true }
                }
            }
            index += 1
        }
        return false
    }

    private func isHere(_ word: StaticString, _ index: Int, _ end: Int) -> Bool {
        word.utf8CodeUnitCount <= end - index
            && (0..<word.utf8CodeUnitCount).allSatisfy {
                unsafe bytes[index + $0].asciiLowercased == word.utf8Start[$0]
            }
    }
}

import Foundation
import TestSupport
import Testing

@testable import HTML

/// Each line of `Fixtures/html/attacks.txt` is cleaned, and what is left is held against a grammar of its own: not what the
/// cleaner forbids, but all that may ever come out of it.
struct HTMLAttackTests {
    static let attacks: [String] = {
        let file = Fixtures.directory.appending(path: "html/attacks.txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("# ") && $0 != "#" }.map { unescaped($0) }
    }()

    @Test func tableIsLargeEnough() {
        #expect(Self.attacks.count >= 600)
    }

    @Test(arguments: attacks)
    func nothingLiveIsLeft(of attack: String) {
        for fields in [
            attack, "<p>before " + attack + " after</p>", "<table><tr><td>" + attack, "<b><a href=/z>" + attack,
        ] {
            let content = HTMLContent(fields, resolve: resolved)
            #expect(SafeHTML.fault(in: content.html) == nil, "\(content.html)")
            #expect(HTMLContent(content.html, resolve: resolved).html == content.html)
            // A title is text and not markup, so it is written escaped: what matters is that it comes out at all.
            #expect(PlainText.line(fromHTML: fields).utf8.allSatisfy { $0 >= 0x20 })
        }
    }

    /// What a renderer that passes HTML through makes of the Markdown is as safe as the HTML.
    @Test(.enabled(if: CommonMark.reference.isInstalled, "cmark is not installed"))
    func nothingLiveIsLeftInMarkdown() throws {
        try expectNothingLive(renderedBy: .reference)
    }

    @Test(.enabled(if: CommonMark.github.isInstalled, "cmark-gfm is not installed"))
    func nothingLiveIsLeftInMarkdownWhereBareAddressesAreLinks() throws {
        try expectNothingLive(renderedBy: .github)
    }

    private func expectNothingLive(renderedBy renderer: CommonMark) throws {
        for attack in Self.attacks {
            let rendered = try renderer.rendered(HTMLContent(attack, resolve: resolved).markdown)
            let fault = SafeHTML.fault(in: rendered.replacing(" />", with: ">"))
            #expect(fault == nil, "\(attack.debugDescription): \(rendered)")
        }
    }

    private static func unescaped(_ line: Substring) -> String {
        var output = ""
        var rest = line
        while let character = rest.popFirst() {
            guard character == "\\", let code = rest.popFirst() else {
                output.append(character)
                continue
            }
            switch code {
            case "n": output.append("\n")
            case "t": output.append("\t")
            case "r": output.append("\r")
            case "0": output.append("\0")
            case "u":
                let digits = rest.dropFirst().prefix { $0 != "}" }
                rest = rest.dropFirst(digits.count + 2)
                output.unicodeScalars.append(UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "?")
            default: output.append(code)
            }
        }
        return output
    }
}

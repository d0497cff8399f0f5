import ArgumentParser
import Cleaning
import Foundation
import Page
import Model
import Parse
import Render
import Selectors
import Web

struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Print the article of a web page as an item.",
        discussion: """
            Examples:
              newspool extract --url https://example.org/story story.html
              curl -s https://example.org/story | newspool extract --format markdown -

            Without --url a canonical link of the page gives the item's URL, and relative links stay as they are. Exit status \
            65 where there is no article.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json, html, text, markdown
    }

    @Option(help: ArgumentHelp("Where the page came from: relative URLs start there.", valueName: "url"))
    var url: String?

    @Option(help: "json, html, text or markdown.")
    var format = Format.json

    @Option(help: ArgumentHelp("The Content-Type that the page was served with.", valueName: "type"))
    var contentType: String?

    @Option(
        help: ArgumentHelp("A CSS selector of the article, in place of newspool's own search.", valueName: "selector"))
    var selector: String?

    @Option(
        help: ArgumentHelp("A CSS selector of what is cut from the article; may be given again.", valueName: "selector")
    )
    var remove: [String] = []

    @Argument(help: ArgumentHelp("The page; - is standard input.", valueName: "file"))
    var file: String

    func run() throws {
        var parser = PageParser()
        parser.markdown = format == .markdown
        parser.selector = try selector.map { try Self.read($0, of: "--selector") }
        parser.remove = try remove.map { try Self.read($0, of: "--remove") }
        if let url, (try? WebURL(parsing: url)) == nil { throw Failure(.usage, "--url: “\(url)” is not a URL") }
        let page = parser.parse(
            try Input.readDocument(file, limit: ParseLimits.default.bytes), url: url, contentType: contentType)
        guard page.hasArticle else {
            let why = selector.map { "; --selector “\($0)” matches nothing" } ?? ""
            throw Failure(.badInput, "\(file): there is no article in this page\(why)")
        }
        if let selector, !page.isSelected {
            Output.error(
                "newspool: \(file): --selector “\(selector)” matches nothing; newspool's own search found the article")
        }
        switch format {
        case .json:
            var json = JSONWriter()
            page.item.write(to: &json)
            json.endLine()
            Output.write(json.bytes)
        case .html: Output.line(page.item.contentHTML ?? "")
        case .text: Output.line(page.item.contentText ?? "")
        case .markdown: Output.write(ArticleText.markdown(page.item, body: page.markdown ?? ""))
        }
    }

    private static func read(_ text: String, of option: String) throws -> CSSSelector {
        do throws(CSSSelectorError) {
            return try CSSSelector(text)
        } catch {
            throw Failure(.usage, "\(option): character \(error.offset + 1): \(error.reason)")
        }
    }
}

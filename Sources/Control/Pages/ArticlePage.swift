import Model
import Bytes
import FlyingFox
import Foundation
import Store

/// `/articles/ID`: an article as its feed's readers see it. Its HTML was sanitized when it was read.
enum ArticlePage {
    static func page(_ article: StoredArticle, _ facts: StatusPage.Facts) -> HTTPResponse {
        let item = StoredItem(article.json)
        var page = StatusPage(item.displayTitle, depth: 1, facts)
        let language = item.language.map { " lang=\"\(StatusPage.escaped($0))\"" } ?? ""
        page.raw("<article\(language)>\n<h1>\(StatusPage.link(item.url, item.displayTitle))</h1>\n<p class=\"soft\">")
        let authors = (item.authors ?? []).compactMap { author in author.name.map { StatusPage.link(author.url, $0) } }
        if !authors.isEmpty { page.raw("By \(authors.joined(separator: ", ")). ") }
        if let published = item.published { page.raw("Published \(StatusPage.escaped(published)), ") }
        page.raw("from \(page.feedLink(article.feed))")
        if !article.alsoIn.isEmpty {
            page.raw(", also in \(article.alsoIn.map(page.feedLink).joined(separator: ", "))")
        }
        page.raw(".</p>\n")
        if let html = item.contentHTML {
            page.raw(html)
        } else {
            page.raw("<pre class=\"text\">\(MarkupEscape.html(item.contentText ?? item.summary ?? ""))</pre>")
        }
        page.raw("\n</article>\n")
        return page.response
    }
}

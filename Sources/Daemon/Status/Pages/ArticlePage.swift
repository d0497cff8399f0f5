import FlyingFox
import Foundation
import Store

/// `/articles/ID`: an article as its feed's readers see it. Its HTML was sanitized when it was read.
enum ArticlePage {
    static func page(_ article: StoredArticle) -> HTTPResponse {
        let item = StoredItem(article.json)
        var page = Page(item.displayTitle)
        let language = item.language.map { " lang=\"\(Page.escaped($0))\"" } ?? ""
        page.raw("<article\(language)>\n<h1>\(Page.link(item.url, item.displayTitle))</h1>\n<p class=\"soft\">")
        let authors = (item.authors ?? []).compactMap { author in author.name.map { Page.link(author.url, $0) } }
        if !authors.isEmpty { page.raw("By \(authors.joined(separator: ", ")). ") }
        if let published = item.published { page.raw("Published \(Page.escaped(published)), ") }
        page.raw("from \(Page.feedLink(article.feed))")
        if !article.alsoIn.isEmpty {
            page.raw(", also in \(article.alsoIn.map(Page.feedLink).joined(separator: ", "))")
        }
        page.raw(".</p>\n")
        if let html = item.contentHTML {
            page.raw(html)
        } else {
            page.raw("<pre class=\"text\">\(Page.escaped(item.contentText ?? item.summary ?? ""))</pre>")
        }
        page.raw("\n</article>\n")
        return page.response
    }
}

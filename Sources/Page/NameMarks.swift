import Bytes
import HTML

/// What the class names and the id of an element say about it: publishers' templates name their parts much alike.
struct NameMarks: OptionSet, Sendable {
    let rawValue: UInt16

    /// Hardly the article: navigation, comments, side columns.
    static let unlikely = NameMarks(rawValue: 1 << 0)
    /// The article after all, whatever else the name says.
    static let maybe = NameMarks(rawValue: 1 << 1)
    static let positive = NameMarks(rawValue: 1 << 2)
    static let negative = NameMarks(rawValue: 1 << 3)
    static let byline = NameMarks(rawValue: 1 << 4)
    static let share = NameMarks(rawValue: 1 << 5)
    /// Something around the text that also is within it: related articles, newsletters, tags, boxes on the author.
    static let chrome = NameMarks(rawValue: 1 << 6)
    /// The text itself, as most systems for content name it.
    static let articleBody = NameMarks(rawValue: 1 << 7)
    /// For eyes that cannot see the picture.
    static let fallbackImage = NameMarks(rawValue: 1 << 8)
    /// For readers of screens alone.
    static let hiddenText = NameMarks(rawValue: 1 << 10)
    /// What readers wrote.
    static let comments = NameMarks(rawValue: 1 << 9)
    /// Somebody else's text, however much of it there is: comments, notices about cookies, boxes on the author.
    static let foreign = NameMarks(rawValue: 1 << 11)

    /// - Parameter name: any case.
    init(of name: some Collection<UInt8>) {
        let bytes = name.map(\.asciiLowercased)
        var marks: NameMarks = []
        unsafe bytes.withUnsafeBufferPointer { bytes in
            for start in bytes.indices {
                let isWordStart = unsafe start == 0 || !bytes[start - 1].isASCIILetter && !bytes[start - 1].isASCIIDigit
                for pattern in unsafe Self.table[Int(bytes[start] & 0x7F)] {
                    if marks.isSuperset(of: pattern.marks) || pattern.isWord && !isWordStart { continue }
                    let end = start + pattern.text.utf8CodeUnitCount
                    if end > bytes.count { continue }
                    if pattern.isWord, end < bytes.count, unsafe bytes[end].isASCIILetter || bytes[end].isASCIIDigit {
                        continue
                    }
                    guard (start..<end).allSatisfy({ unsafe bytes[$0] == pattern.text.utf8Start[$0 - start] }) else {
                        continue
                    }
                    // Few names get this far.
                    if pattern.marks.isDisjoint(with: .ofTheText), unsafe Self.speaksOfLayout(bytes, before: start) {
                        continue
                    }
                    marks.formUnion(pattern.marks)
                }
            }
        }
        self = marks
    }

    init(rawValue: UInt16) { self.rawValue = rawValue }

    private static let ofTheText: NameMarks = [.maybe, .positive, .articleBody]

    /// `has-sidebar`, `with_menu`, `noShare`, `overflow-hidden`: the word says what is beside the element, not what it is.
    private static func speaksOfLayout(_ name: UnsafeBufferPointer<UInt8>, before word: Int) -> Bool {
        var end = word
        if end > 0, unsafe name[end - 1] == UInt8(ascii: "-") || name[end - 1] == UInt8(ascii: "_") { end -= 1 }
        return layoutWords.contains { layout in
            let start = end - layout.utf8CodeUnitCount
            guard start >= 0, (start..<end).allSatisfy({ unsafe name[$0] == layout.utf8Start[$0 - start] }) else {
                return false
            }
            return unsafe start == 0 || !name[start - 1].isASCIILetter && !name[start - 1].isASCIIDigit
        }
    }

    private static let layoutWords: [StaticString] = [
        "has", "with", "without", "no", "hide", "show", "overflow", "overflow-x", "overflow-y",
    ]

    private struct Pattern: Sendable {
        let text: StaticString
        let marks: NameMarks
        /// Not part of a longer word.
        let isWord: Bool
    }

    /// By the first byte.
    private static let table: [[Pattern]] = {
        var table = [[Pattern]](repeating: [], count: 128)
        func add(_ marks: NameMarks, isWord: Bool = false, _ texts: [StaticString]) {
            for text in texts {
                unsafe table[Int(text.utf8Start[0])].append(Pattern(text: text, marks: marks, isWord: isWord))
            }
        }
        add(
            .unlikely,
            [
                "-ad-", "ai2html", "banner", "breadcrumb", "combx", "comment", "community", "cover-wrap", "disqus",
                "extra",
                "footer", "gdpr", "header", "legends", "menu", "related", "remark", "replies", "rss", "shoutbox",
                "sidebar",
                "skyscraper", "social", "sponsor", "supplemental", "ad-break", "agegate", "pagination", "pager",
                "popup",
                "yom-remote", "newsletter", "outbrain", "taboola",
            ])
        // Not `cookie` alone: that is a category of recipes too.
        add(
            .unlikely,
            [
                "cookie-banner", "cookie-bar", "cookie-consent", "cookie-law", "cookie-message", "cookie-modal",
                "cookie-notice", "cookie-policy", "cookie-popup", "cookiebanner", "cookieconsent", "cookie_banner",
                "cookie_consent", "cookie_notice", "cookienotice", "cybotcookie", "didomi", "fc-consent", "onetrust",
                "qc-cmp", "usercentrics",
            ])
        add(
            .foreign,
            [
                "comment", "combx", "disqus", "gdpr", "onetrust", "didomi", "cookie-", "cookie_", "cookieconsent",
                "cookiebanner", "cookienotice", "cybotcookie", "usercentrics", "fc-consent", "qc-cmp", "author-",
                "author_", "authorbio", "authorbox", "about-author", "about-the-author", "bio-box", "outbrain",
                "taboola",
                "sponsor", "related", "shoutbox", "recommend", "promo-", "most-read", "mostread",
            ])
        add(.maybe, ["and", "article", "body", "column", "content", "main", "mathjax", "shadow", "subhead"])
        add(
            .positive,
            [
                "article", "body", "content", "entry", "hentry", "h-entry", "main", "page", "pagination", "post",
                "text",
                "blog", "story",
            ])
        add(
            .negative,
            [
                "-ad-", "hidden", "banner", "combx", "comment", "com-", "contact", "footer", "gdpr", "masthead",
                "media",
                "meta", "outbrain", "promo", "related", "scroll", "share", "shoutbox", "sidebar", "skyscraper",
                "sponsor",
                "shopping", "tags", "widget", "taboola", "newsletter",
            ])
        add(.negative, isWord: true, ["hid"])
        add(.byline, ["byline", "author", "dateline", "writtenby", "p-author"])
        add(.share, isWord: true, ["share", "sharedaddy", "sharebar", "sharing", "share-buttons", "sharebuttons"])
        add(.share, ["_share_", "addthis", "addtoany", "social-share", "share-bar", "share-tools", "sharetools"])
        add(.comments, isWord: true, ["comments", "comment-list", "commentlist", "comment-respond", "disqus_thread"])
        add(
            .chrome,
            [
                "related-", "related_", "-related", "_related", "relatedarticle", "relatedpost", "relatedstor",
                "recommend",
                "newsletter", "most-read", "mostread", "most-popular", "mostpopular", "trending", "outbrain", "taboola",
                "zergnet", "revcontent", "mgid", "jp-relatedposts", "post-tags", "tags-list", "tag-list", "taglist",
                "article-tags", "entry-tags", "author-bio", "author_bio", "authorbio", "authorbox", "author-box",
                "author-info", "about-author", "about-the-author", "bio-box", "breadcrumb", "post-navigation",
                "nav-links",
                "comment-respond", "disqus", "advert", "adsbygoogle", "ad-container", "ad-wrapper", "ad-slot", "adslot",
                "signup", "sign-up", "subscribe", "subscription", "cookie-", "consent", "gdpr", "read-more", "readmore",
                "cta-block", "cta-box", "cta__", "call-to-action", "fundrais", "membership", "paywall", "regwall",
                "upsell", "feedback",
                "read-next", "readnext", "up-next", "upnext", "more-stories", "also-like", "also-read", "alsoread",
                "sponsored", "donate", "donation", "mw-editsection", "navbox", "mw-jump", "toolbar", "print-button",
                "follow-us", "social-links", "post-footer", "article-footer", "entry-footer", "skip-link",
                "screen-reader",
                "visually-hidden", "visuallyhidden", "sr-only", "inline-promo", "promo-box",
            ])
        add(
            .chrome, isWord: true,
            [
                "tooltiptext", "tooltip-text", "tooltip-content", "tooltip__content", "popover", "hovercard",
                "hover-card",
            ])
        add(.chrome, isWord: true, ["related", "tags", "promo", "ad", "ads", "noprint", "cta"])
        add(.hiddenText, ["screen-reader", "visually-hidden", "visuallyhidden", "sr-only"])
        add(
            .articleBody,
            [
                "article-body", "article__body", "articlebody", "article_body", "article-content", "article__content",
                "articlecontent", "article_content", "article-text", "article__text", "articletext", "article_text",
                "entry-content", "entry_content", "entrycontent", "post-content", "post__content", "postcontent",
                "post_content", "post-body", "post__body", "postbody", "post_body", "story-body", "story__body",
                "storybody",
                "story_body", "story-content", "story__content", "storycontent", "story-text", "storytext",
                "body-content",
                "body-copy", "bodycopy", "blog-content", "blog-post-content", "news-content", "newscontent",
                "news-body",
                "news-text", "newstext", "content-body", "content__body", "content__article-body", "field-name-body",
                "field--name-body", "td-post-content", "single-content", "article-main", "main-content-text",
                "page-content", "page_content", "pagecontent", "artikeltext", "article-detail", "detail-text",
            ])
        // Of microformats; `site-content` is the whole page.
        add(.articleBody, isWord: true, ["e-content"])
        add(.fallbackImage, ["fallback-image"])
        return table
    }()
}

/// Short words that say what a line of a page is for, in several languages.
enum PageWords {
    /// Only a label of an advertisement or of something that has not loaded.
    static func isLabel(_ text: String) -> Bool { labels.contains(folded(text)) }

    private static let labels: Set<String> = [
        "ad", "ads", "advertisement", "advertising", "advertisements", "sponsored", "sponsored content", "publicité",
        "pub", "werbung", "werb", "anzeige", "anuncio", "publicidad", "pubblicità", "advertentie", "reklama", "реклама",
        "广告", "広告", "광고", "loading", "loading…", "loading...", "正在加载", "загрузка", "chargement", "cargando",
        "continue reading the main story", "story continues below advertisement",
        "article continues below advertisement",
        "skip advertisement", "advertisement - scroll to continue", "share this", "share", "share this article",
        "share this story",
        "teilen", "partager", "compartir", "condividi", "print", "drucken", "imprimer", "email", "e-mail", "tweet",
        "pin it", "whatsapp", "copy link", "link kopieren", "save", "listen", "close", "play video", "media caption",
        "image copyright", "getty images", "read more", "read more:", "show more", "see more", "view comments",
        "comments",
        "leave a comment", "post a comment", "add a comment", "facebook", "twitter", "linkedin", "reddit", "pinterest",
        "instagram", "telegram", "subscribe", "sign up", "newsletter", "related", "tags", "tags:", "topics",
        "story highlights",
    ]

    /// How headings over lists of other articles, comments and the like begin.
    static func opensChrome(_ heading: String) -> Bool {
        let text = folded(heading)
        guard text.count <= 60 else { return false }
        return chromeHeadings.contains { text.hasPrefix($0) }
    }

    private static let chromeHeadings = [
        "related article", "related stor", "related post", "related content", "related news", "related coverage",
        "related topic", "related link", "related reading", "related:", "more from", "more on this", "more stories",
        "more news", "more in ", "most read", "most popular", "most viewed", "popular posts", "popular now", "trending",
        "recommended", "you may also", "you might also", "you may like", "you might like", "also read", "read next",
        "read also", "read more", "up next", "what to read next", "leave a reply", "leave a comment", "post a comment",
        "add a comment", "comments", "join the conversation", "join the discussion", "about the author", "share this",
        "share on", "sign up for", "subscribe to", "get the latest", "newsletter", "follow us", "latest news",
        "latest stories", "latest posts", "top stories", "top news", "editor's pick", "editors' pick", "sponsored",
        "promoted", "from around the web", "around the web", "don't miss", "don’t miss", "see also:", "filed under",
        "das könnte sie auch interessieren", "mehr zum thema", "lesen sie auch", "auch interessant", "meistgelesen",
        "weitere artikel", "kommentare", "à lire aussi", "lire aussi", "sur le même sujet", "articles liés",
        "commentaires", "lee también", "te puede interesar", "noticias relacionadas", "artículos relacionados",
        "leggi anche", "articoli correlati", "potrebbe interessarti", "leia também", "veja também", "lees ook",
        "gerelateerd", "läs också", "les også", "læs også", "читайте также", "по теме", "czytaj także", "zobacz też",
        "zobacz także", "čtěte také", "相关阅读", "相关新闻", "関連記事", "관련기사",
    ]

    /// Whether a paragraph only sends the reader elsewhere: it has little but a link, and begins so.
    static func sendsElsewhere(_ text: String) -> Bool {
        let text = folded(text)
        return elsewhere.contains { text.hasPrefix($0) }
    }

    private static let elsewhere = [
        "read more", "read also", "also read", "read next", "read:", "read this", "related:", "related story",
        "related article", "see also", "more:", "more on", "more from", "watch:", "watch now", "must read",
        "don't miss",
        "click here", "follow ", "subscribe", "sign up", "lesen sie", "mehr zum thema", "lire aussi", "à lire",
        "lee también", "leggi anche", "leia também", "lees ook", "читайте также", "czytaj", "share this", "join ",
        "for more", "download our", "get the latest", "like us", "find us", "tags:", "filed under", "posted in",
        "categories:", "topics:",
    ]

    /// Lower case, white space folded, none at the ends.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

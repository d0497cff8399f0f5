import Bytes
import HTML

/// Short words that say what a line of a page is for, in several languages.
enum PageWords {
    /// Only a label of an advertisement or of something that has not loaded.
    static func isLabel(_ text: String) -> Bool {
        // Signs alone are not words, and to trim them costs.
        guard text.utf8.contains(where: { $0 >= 0x80 || $0.isASCIIAlphanumeric }) else { return false }
        let text = folded(text).trimmingMarks { !$0.isLetter && !$0.isNumber && $0 != "…" && $0 != ")" }
        return labels.contains(text) || countsPictures(text)
    }

    /// `Image 1 of 8`, `3 / 12`
    private static func countsPictures(_ text: String) -> Bool {
        guard text.utf8.count < 24, text.contains(where: \.isNumber) else { return false }
        var words = text.split { $0 == " " || $0 == "/" }[...]
        if let first = words.first, pictures.contains(String(first)) { words = words.dropFirst() }
        let isCount =
            words.count == 2
            || words.count == 3 && ["of", "von", "sur", "de", "di", "van"].contains(words[words.startIndex + 1])
        return isCount && words.first.flatMap { Int($0) } != nil && words.last.flatMap { Int($0) } != nil
            && (words.count == 3 || text.contains("/"))
    }

    private static let pictures: Set<String> = [
        "image", "photo", "picture", "slide", "bild", "foto", "immagine", "imagen", "afbeelding", "figure",
    ]

    private static let labels: Set<String> = [
        "ad", "ads", "advertisement", "advertising", "advertisements", "sponsored", "sponsored content", "publicité",
        "pub", "werbung", "werb", "anzeige", "anuncio", "publicidad", "pubblicità", "advertentie", "reklama", "реклама",
        "广告", "広告", "광고", "إعلان", "פרסומת", "विज्ञापन", "annonce", "annons", "annonse", "mainos", "reklam", "publicidade",
        "dalszy ciąg artykułu pod materiałem wideo", "view this post on instagram", "image source", "image caption",
        "image credit", "photo credit", "article continues below", "story continues below", "continue reading",
        "continue reading below", "scroll to continue", "scroll down for more", "back to top", "see comments",
        "save article", "gift article", "listen to article", "listen to this article", "show comments", "load more",
        "report a typo", "follow", "follow us", "copied", "loading", "loading…", "loading...", "正在加载", "загрузка",
        "chargement", "cargando",
        "continue reading the main story", "story continues below advertisement",
        "article continues below advertisement",
        "skip advertisement", "advertisement - scroll to continue", "share this", "share", "share this article",
        "share this story",
        "teilen", "partager", "compartir", "condividi", "print", "drucken", "imprimer", "email", "e-mail", "tweet",
        "pin it", "whatsapp", "copy link", "link kopieren", "save", "listen", "close", "play video", "media caption",
        "image copyright", "getty images", "read more", "show more", "see more", "view comments",
        "comments",
        "leave a comment", "post a comment", "add a comment", "facebook", "twitter", "linkedin", "reddit", "pinterest",
        "instagram", "telegram", "subscribe", "sign up", "newsletter", "related", "tags", "topics",
        "story highlights", "caption", "close caption", "fullscreen", "full screen", "view gallery", "open gallery",
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
        "zobacz także", "čtěte také", "相关阅读", "相关新闻", "相关文章", "延伸阅读", "推荐阅读", "関連記事", "あわせて読みたい", "관련기사", "관련 기사",
        "추천 기사", "اقرأ أيضا",
        "اقرأ أيضًا", "إقرأ أيضا", "اقرأ المزيد", "مواضيع ذات صلة", "קראו גם", "עוד בנושא", "ये भी पढ़ें", "यह भी पढ़ें",
        "ilgili haberler", "bunlar da ilginizi çekebilir", "materiały powiązane", "mais lidas", "più letti",
        "les plus lus", "lo más visto", "lo más leído", "más información", "explore more", "keep reading",
        "more to read", "more like this", "more stories", "in other news", "see more", "want more", "what others are",
        "is this page useful", "was this article helpful", "was this helpful", "rate this", "you may be interested",
    ]

    /// Whether a heading is over what readers wrote: "3 comments", "One thought on …".
    static func opensThread(_ heading: String) -> Bool {
        guard heading.utf8.count < 120 else { return false }
        var text = folded(heading)[...]
        if text.hasPrefix("one ") { text = text.dropFirst(4) }
        text = text.drop { !$0.isLetter }
        return threadHeadings.contains { text.hasPrefix($0) }
    }

    private static let threadHeadings = [
        "comments", "comment:", "comment on", "reader comments", "thoughts on", "thought on", "responses",
        "response to",
        "replies", "reply to", "discussion", "join the discussion", "webmentions", "reactions", "kommentar",
        "diskussion",
        "leserkommentare", "commentaires", "commentaire sur", "réactions", "comentarios", "comentario en",
        "respuestas", "comentários", "commenti", "reacties", "kommentarer", "komentarze", "комментари", "отзывы", "评论",
        "コメント", "댓글", "yorumlar", "התגובות", "تعليقات",
    ]

    /// How headings over boxes beside a thread or a product begin: other threads, other products, what buyers say.
    static func leadsElsewhere(_ heading: String) -> Bool {
        let text = folded(heading)
        guard text.utf8.count <= 90 else { return false }
        return opensChrome(heading) || boxHeadings.contains { text.hasPrefix($0) }
    }

    private static let boxHeadings = [
        "related", "you may", "you might", "you could", "similar", "customers also", "customers who", "customer also",
        "customer review", "customers review", "customers say", "customer rating", "people also", "people who",
        "recently viewed", "recommended", "more like", "frequently bought", "reviews", "review ", "ratings", "rating",
        "complete the", "pairs well", "pair well", "shop the", "compare", "others also", "what our customers",
        "what customers", "top reviews", "explore more", "best sellers", "bestsellers", "popular", "from the same",
        "products related", "join our", "stay in", "need help", "questions", "ask a", "write a review", "shipping",
        "delivery", "returns", "suggested", "hot network questions", "users online", "who's online", "new posts",
        "latest threads", "recent posts", "explore related", "featured products", "stock alert", "notify me",
        "back in stock", "seller feedback", "feedback", "trending", "sign up", "subscribe", "recent events",
        "recent topics", "quick links", "online now", "members online",
    ]

    /// A label of a button or a count between the posts of a thread.
    static func isThreadLabel(_ text: String) -> Bool {
        guard text.utf8.count < 120 else { return false }
        if text.utf8.count <= 8, !text.contains(where: \.isLetter) { return true }
        // An author without a picture.
        if text.utf8.count == 1 { return true }
        let text = folded(text).trimmingMarks { !$0.isLetter && !$0.isNumber }
        if threadLabels.contains(text) || threadNotices.contains(where: text.hasPrefix) { return true }
        // `Edited January 29 by Ann`
        if text.hasPrefix("edited "), text.utf8.count < 60, text.contains(where: \.isNumber) { return true }
        // `12 Answers`, `7 Posts 3 Posters 15.8k Views`
        return text.first?.isNumber ?? false && text.utf8.count < 80
            && threadCounts.contains { text.firstRange(of: $0) != nil } && !text.contains(".\u{20}")
    }

    private static let threadLabels: Set<String> = [
        "reply", "quote", "report", "share", "like", "post reply", "reply with quote", "print view", "click to expand",
        "toggle sidebar", "toggle sidebar toggle sidebar", "top", "locked", "solved", "wrote on", "view original",
        "quote message in reply", "link to comment", "share on other sites", "author", "op", "pinned", "edit", "delete",
        "more options", "copy link", "upvote", "downvote", "accepted", "multi-quote", "flag", "permalink", "follow",
        "improve this answer", "improve this question", "asked", "answered", "edited", "registered", "guest",
        "contributor", "members", "member", "posts", "joined", "location", "expand signature", "show less", "show more",
    ]

    private static let threadNotices = [
        "you must log in or register", "you need to be a member", "not open for further replies", "sorted by",
        "sign up for a new account", "already have an account", "create an account or sign in", "log in to reply",
        "this topic has been deleted", "this thread is closed", "this topic is now closed", "show hidden low quality",
        "you must be logged in", "sign in here", "please log in to", "reset to default", "highest score",
        "thread starter", "last edited", "last post by", "recently browsing", "no registered users",
        "users who are viewing", "users browsing", "browsing users", "who is online", "join the conversation",
        "note: your post will require", "create an account", "register a new account", "sign in now",
        "this topic was automatically closed", "start new topic", "remove ads", "view attachment ",
    ]

    /// A label of a button on a card or over a list of them.
    static func isShopLabel(_ text: String) -> Bool {
        guard text.utf8.count < 60 else { return false }
        let text = folded(text).trimmingMarks { !$0.isLetter && !$0.isNumber }
        return shopLabels.contains(text) || text.hasPrefix("skip to ")
    }

    private static let shopLabels: Set<String> = [
        "add to cart", "add to bag", "add to basket", "add to wishlist", "add to favorites", "add to compare",
        "compare",
        "quick shop", "quick view", "quick buy", "quick add", "quickshop", "buy now", "shop now", "shop all", "select",
        "size", "sort", "sort by", "filter", "filters", "filter by", "qty", "clear all", "apply", "results",
        "relevance",
        "featured", "view all", "see all", "view more", "show more", "load more", "learn more", "read more",
        "more info",
        "details", "view details", "view product", "select options", "choose options", "new", "sale", "sold out",
        "best seller", "bestseller", "in stock", "out of stock", "sponsored", "save", "wishlist", "share", "previous",
        "next", "back to top", "close", "menu", "search", "log in", "sign in", "sign up", "subscribe", "get started",
        "contact us", "undo", "regular price", "sale price", "unit price", "price", "help", "skip to content",
        "skip to main content", "in den warenkorb", "ajouter au panier", "añadir al carrito", "mehr erfahren",
        "en savoir plus", "filtern", "sortieren", "trier par",
    ]

    private static let threadCounts = [" answers", " answer", " replies", " posts", " views", " participants"]

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
        "for more", "ये भी पढ़ें", "यह भी पढ़ें", "اقرأ أيضا", "اقرأ أيضًا", "קראו גם", "相关阅读", "相关新闻", "ilgili haber",
        "bunu da oku", "puedes seguir", "síguenos", "suscríbete", "seguici", "segui ", "abonnez", "inscrivez",
        "folgen sie", "abonnieren", "подпис", "czytaj też", "zobacz też", "our standards", "download our",
        "get the latest", "like us", "find us", "tags:", "filed under", "posted in",
        "categories:", "topics:", "previous message", "next message", "previous post", "next post", "older post",
        "newer post", "previous:", "next:", "back to ", "«", "←", "zurück zu", "retour à", "volver a",
    ]

    /// A line of the publisher's that is under many articles and belongs to none.
    static func isNotice(_ text: String) -> Bool {
        let text = folded(text).trimmingMarks { $0 == "(" || $0 == "[" || $0 == "*" || $0 == "_" }
        if text.hasPrefix("©") || text.hasPrefix("copyright") || text.firstRange(of: "all rights reserved") != nil {
            return true
        }
        if text.hasPrefix("download"), text.firstRange(of: " app ") != nil || text.hasSuffix(" app.") { return true }
        return notices.contains { text.hasPrefix($0) }
    }

    private static let notices = [
        "c) ", "a version of this article appear", "a version of this story appear", "this story has not been edited",
        "except for the headline, this story", "this article originally appeared on", "this story originally appeared",
        "this article was originally published", "this post originally appeared", "our standards:",
        "by signing up", "by submitting", "by subscribing", "by providing your email", "already a subscriber",
        "already a member", "subscribe to continue", "sign in to continue", "log in to continue",
        "read the original article", "follow us on", "follow me on", "have a tip", "got a tip", "got a story",
        "know something we should know", "privacy notice:", "thank you for reading", "thanks for reading",
        "if you like this", "if you liked this", "if you enjoyed this", "like what you see", "enjoyed this article",
        "share your thoughts", "what do you think?", "let us know in the comments", "tell us in the comments",
        "join the conversation", "this site is protected by recaptcha", "this article contains affiliate links",
        "we may earn a commission", "we may receive a commission", "when you purchase through links",
    ]

    /// Lower case, white space folded, none at the ends.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension String {
    fileprivate func trimmingMarks(_ isMark: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, isMark(last) { text.removeLast() }
        while let first = text.first, isMark(first) { text.removeFirst() }
        return String(text)
    }
}

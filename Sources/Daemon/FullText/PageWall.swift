import Intake
import Model
import Parse
import Web

/// Knows pages that stand where an article was asked for: consent to cookies, and what only subscribers may read.
enum PageWall {
    /// Why the page is not the article, in a sentence without a full stop; nil where it seems to be.
    static func reason(_ page: ParsedPage, requested: String, final: String) -> String? {
        if isConsentAddress(final), !isConsentAddress(requested) {
            return "the server redirects to a page that asks for consent"
        }
        let text = (page.item.contentText ?? "").lowercased()
        let title = (page.item.title ?? "").lowercased()
        if text.utf8.count < 4000 {
            let words = consentWords.reduce(0) { $0 + text.ranges(of: $1).count }
            let length = max(1, text.split(whereSeparator: \.isWhitespace).count)
            if words >= 3, words * 40 > length { return "the page asks for consent to cookies" }
            if consentTitles.contains(where: { title.firstRange(of: $0) != nil }), words > 0 {
                return "the page asks for consent to cookies"
            }
            let cut = page.cutText.lowercased()
            if wallPhrases.contains(where: { text.firstRange(of: $0) != nil || cut.firstRange(of: $0) != nil }) {
                return "the page is for subscribers"
            }
        }
        if page.asksPassword, text.utf8.count < 1000,
            loginTitles.contains(where: { title.firstRange(of: $0) != nil })
        {
            return "the page asks to sign in"
        }
        if page.isPaid, text.count < 3000 { return "the page is for subscribers" }
        return nil
    }

    /// What came in place of an article, known by its title and its little text: a check of the visitor, an error, a
    /// notice. Nil where it may be the article.
    static func stand(in page: ParsedPage, title: String?, body: [UInt8]) -> String? {
        let text = (page.item.contentText ?? "").lowercased()
        let length = text.utf8.count
        guard length < 2_000 else { return nil }
        let title = (title ?? page.item.title ?? "").lowercased()
        // Marks alone are in the pages that such services let through, too.
        if RefusalPage.isChallenge(title: title) || length < 400 && RefusalPage.isChallenge(title: title, body: body) {
            return "the page checks its visitor"
        }
        for (phrases, reason) in notices {
            if phrases.contains(where: title.contains) { return reason }
            if length < 600, phrases.contains(where: text.contains) { return reason }
        }
        return nil
    }

    private static let notices: [([String], String)] = [
        (
            [
                "page not found", "404 not found", "error 404", "404 error", "404 -", "not found |",
                "page can't be found", "page cannot be found", "page doesn't exist", "page does not exist",
                "page you are looking for", "no longer available", "seite nicht gefunden", "page introuvable",
                "página no encontrada", "pagina non trovata", "pagina niet gevonden", "sidan kunde inte hittas",
                "страница не найдена",
            ], "the page says that there is nothing"
        ),
        (
            [
                "down for maintenance", "under maintenance", "scheduled maintenance", "maintenance mode",
                "be right back", "temporarily unavailable", "service unavailable", "wartungsarbeiten", "en maintenance",
            ], "the page says that the site is being worked on"
        ),
        (
            [
                "unavailable for legal reasons", "unavailable in your region", "not available in your region",
                "not available in your country", "unavailable in your country", "european economic area",
                "unavailable due to legal", "451 unavailable",
            ], "the page is withheld where this machine is"
        ),
        (
            [
                "if you are not redirected", "if you're not redirected", "redirecting you", "you are being redirected",
                "enable javascript", "javascript is disabled", "javascript is required", "enable cookies",
            ], "the page leads elsewhere, by a script"
        ),
    ]

    private static func isConsentAddress(_ url: String) -> Bool {
        guard let url = try? WebURL(parsing: url) else { return false }  // it was fetched, so it is one
        let host = url.host ?? ""
        let labels = host.split(separator: ".").map(String.init)
        if labels.contains(where: { ["consent", "cookie", "cookies", "privacy", "guce", "cmp"].contains($0) }) {
            return true
        }
        let path = url.path.lowercased()
        return ["consent", "cookie-wall", "cookiewall", "cookie-policy", "privacy-gate", "gdpr", "captcha"].contains {
            path.firstRange(of: $0) != nil
        }
    }

    private static let consentWords = [
        "cookie", "consent", "personal data", "privacy", "our partners", "zustimm", "datenschutz", "consentement",
        "consentimiento", "consenso", "toestemming", "samtyck",
    ]

    private static let consentTitles = [
        "consent", "cookie", "before you continue", "privacy", "zustimmung", "bevor sie",
    ]

    private static let loginTitles = [
        "sign in", "log in", "login", "signin", "anmelden", "einloggen", "connexion", "se connecter", "iniciar sesión",
        "accedi", "inloggen", "logga in", "zaloguj", "войти", "вход", "登录", "ログイン", "로그인",
    ]

    private static let wallPhrases = [
        "subscribe to continue reading", "subscribe to read", "to continue reading this article",
        "to continue reading,",
        "already a subscriber", "this article is for subscribers", "this content is for subscribers",
        "for subscribers only", "subscriber-only", "sign in to continue reading", "log in to continue reading",
        "register to continue reading", "you have reached your limit of free articles", "become a member to read",
        "jetzt weiterlesen", "diesen artikel weiterlesen", "nur für abonnenten", "réservé aux abonnés",
        "contenido exclusivo para suscriptores", "contenuto riservato agli abbonati",
    ]
}

/// Titles of pages that are not the one that was asked for. A part between separators has to be such a title as a whole: words of
/// them are in the titles of articles.
enum NoticeTitle {
    static func kind(of title: String) -> SubstitutePage? {
        for part in parts(title) {
            if let kind = kinds[part] { return kind }
        }
        return nil
    }

    /// The parts between separators, without punctuation and numbers of errors: "Error 404 - Page Not Found! | News" has "404",
    /// "page not found" and "news".
    private static func parts(_ title: String) -> [String] {
        let title = title.lowercased().replacing("’", with: "'")
        let words = title.split(whereSeparator: \.isWhitespace).map(bare)
        return words.split(whereSeparator: \.isEmpty).map { words in
            var plain = words
            var code: Substring?
            while let first = plain.first, noise.contains(first) || isErrorNumber(first) {
                if isErrorNumber(first) { code = first }
                plain = plain.dropFirst()
            }
            while let last = plain.last, isErrorNumber(last) { plain = plain.dropLast() }
            return plain.isEmpty ? code.map(String.init) ?? "" : plain.joined(separator: " ")
        }
    }

    /// A word from its first letter or digit to its last; empty for a separator.
    private static func bare(_ word: Substring) -> Substring {
        let word = word.drop { !$0.isLetter && !$0.isNumber }
        return word.lastIndex { $0.isLetter || $0.isNumber }.map { word[...$0] } ?? ""
    }

    /// A status of HTTP, or one of Cloudflare's.
    private static func isErrorNumber(_ word: Substring) -> Bool {
        guard word.utf8.count == 3 || word.utf8.count == 4, let number = Int(word) else { return false }
        return (400..<600).contains(number) || (1000..<1100).contains(number)
    }

    private static let noise: Set<Substring> = [
        "error", "http", "https", "status", "code", "fehler", "erreur", "errore", "erro", "fout", "fel", "błąd",
        "ошибка",
        "oops", "sorry",
    ]

    private static let kinds: [String: SubstitutePage] = {
        var kinds: [String: SubstitutePage] = [:]
        for (kind, titles) in table {
            for title in titles { kinds[title] = kind }
        }
        return kinds
    }()

    private static let table: [(SubstitutePage, [String])] = [
        (
            .visitorCheck,
            [
                "just a moment", "attention required", "making sure you're not a bot", "checking your browser",
                "checking if you are human", "checking you are not a bot", "checking that you are not a bot",
                "are you a robot", "are you human", "human verification", "verify you are human",
                "verifying you are human", "verifying your browser", "verify your identity", "security check",
                "security checkpoint", "vercel security checkpoint", "security verification", "bot verification",
                "bot check", "browser check", "client challenge", "robot check", "robot or human", "captcha",
                "captcha challenge", "captcha verification", "pardon our interruption", "ddos-guard", "stormwall",
                "ddos protection by", "ddos protection", "one moment please", "please wait",
                "please wait for verification",
                "validation request", "challenge page", "challenge validation", "unusual traffic", "proof of work",
                "access verification", "sicherheitsüberprüfung", "sicherheitsabfrage", "nur einen moment",
                "ich stelle sicher dass du kein bot bist", "un instant", "un momento", "einen moment bitte",
                "einen moment", "vérification de sécurité", "verificación de seguridad", "controllo di sicurezza",
                "um momento", "een ogenblik geduld", "cierpliwości", "один момент", "проверка безопасности",
                "しばらくお待ちください", "请稍候", "잠시만 기다리십시오",
            ]
        ),
        (
            .refusal,
            [
                "access denied", "access to this page has been denied", "access forbidden", "forbidden",
                "request unsuccessful", "request rejected", "request blocked", "blocked", "you have been blocked",
                "your access to this site has been limited by the site owner", "access restricted",
                "access to this site has been limited", "sucuri website firewall", "too many requests",
                "rate limit exceeded", "rate limited", "bad request", "unauthorized", "not acceptable",
                "zugriff verweigert", "accès refusé", "acceso denegado", "accesso negato", "toegang geweigerd",
                "доступ запрещен", "403", "401", "406", "429", "1005", "1006", "1009", "1010", "1012", "1015", "1020",
            ]
        ),
        (
            .missing,
            [
                "page not found", "not found", "404", "410", "gone", "file not found", "nothing found",
                "no results found",
                "page can't be found", "page cannot be found", "the page cannot be found", "page doesn't exist",
                "page does not exist", "page no longer available", "article not found", "content not found",
                "post not found", "this page isn't available", "page not available", "page unavailable",
                "this article has been removed", "that page can't be found", "page missing", "missing page",
                "page removed", "page not found not found", "seite nicht gefunden", "nicht gefunden",
                "page introuvable", "page non trouvée", "página no encontrada", "no encontrada", "no encontrado",
                "pagina non trovata", "pagina niet gevonden", "página não encontrada", "sidan kunde inte hittas",
                "sidan hittades inte", "siden blev ikke fundet", "sivua ei löytynyt", "strona nie została znaleziona",
                "nie znaleziono strony", "страница не найдена", "ページが見つかりません", "页面不存在", "找不到页面",
                "페이지를 찾을 수 없습니다",
            ]
        ),
        (
            .outOfOrder,
            [
                "maintenance", "site maintenance", "under maintenance", "down for maintenance", "maintenance mode",
                "scheduled maintenance", "site under maintenance", "website under maintenance",
                "site is undergoing maintenance",
                "we'll be back soon", "we'll be right back", "be right back", "be back soon", "coming soon",
                "temporarily unavailable", "service unavailable", "service temporarily unavailable", "site unavailable",
                "database error", "establishing a database connection",
                "account suspended", "website suspended", "site suspended", "welcome to nginx",
                "apache2 debian default page",
                "apache2 ubuntu default page", "iis windows server", "opening soon",
                "internal server error", "server error", "bad gateway",
                "gateway timeout", "gateway time-out", "connection timed out", "web server is down",
                "origin is unreachable",
                "host error", "a timeout occurred", "something went wrong", "application error", "an error occurred",
                "runtime error",
                "wartung", "wartungsarbeiten", "wartungsmodus", "en maintenance", "site en maintenance",
                "en mantenimiento", "in manutenzione", "in onderhoud", "em manutenção", "технические работы",
                "500", "502", "503", "504", "520", "521", "522", "523", "524", "525", "526", "530", "1016",
            ]
        ),
        (
            .withheld,
            [
                "unavailable due to legal reasons", "unavailable for legal reasons", "unavailable in your region",
                "unavailable in your country", "not available in your region", "not available in your country",
                "content not available in your region", "content not available in your country", "451",
            ]
        ),
        (
            .signIn,
            [
                "sign in", "sign up", "log in", "login", "signin", "sign in to continue", "log in to continue",
                "login required",
                "sign in required", "please log in", "please sign in", "welcome back", "anmelden", "einloggen",
                "anmeldung", "connexion", "se connecter", "iniciar sesión", "accedi", "inloggen", "logga in", "zaloguj",
                "log ind", "logg inn", "entrar", "войти", "вход", "登录", "ログイン", "로그인",
            ]
        ),
        (
            .consent,
            [
                "before you continue", "before you continue to youtube", "before you continue to google",
                "cookie consent",
                "consent", "your privacy", "we value your privacy", "your privacy choices", "privacy settings",
                "cookies",
                "cookie settings", "cookie policy", "zustimmung", "bevor sie zu youtube weitergehen",
                "bevor sie fortfahren", "gestione del consenso", "avant d'accéder à youtube", "weiterlesen",
            ]
        ),
        (
            .ageCheck,
            [
                "content warning", "age verification", "age check", "age gate", "are you over 18",
                "adult content warning",
            ]
        ),
        (
            .passage,
            [
                "loading", "redirecting", "redirecting you", "redirect", "you are being redirected", "you are leaving",
                "weiterleitung",
                "redirection", "leaving site", "external link",
            ]
        ),
        (
            .advertising,
            [
                "domain for sale", "this domain is for sale", "domain parked", "parked domain", "ad blocker detected",
                "adblocker detected", "adblock detected", "please disable your ad blocker",
            ]
        ),
    ]
}

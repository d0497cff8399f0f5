import Bytes

/// A text by its sentences: a notice is mostly sentences that speak to the visitor of the page itself.
struct NoticeText {
    private let bytes: [UInt8]
    /// In `bytes`.
    private let sentences: [Range<Int>]
    /// Bytes.
    var count: Int { bytes.count }

    /// Longest text whose sentences are looked at, in bytes.
    private static let longest = 8 << 10
    /// Bytes of a text that has no room for an article beside a notice.
    private static let shortest = 600

    init(_ text: String) {
        bytes = Array(text.lowercased().replacing("’", with: "'").utf8)
        var (sentences, start): ([Range<Int>], Int) = ([], 0)
        for index in bytes.indices.prefix(Self.longest) where Self.isEnd(bytes, index) {
            if index >= start { sentences.append(start..<index + 1) }
            start = index + 1
        }
        let end = min(bytes.count, Self.longest)
        if start < end { sentences.append(start..<end) }
        self.sentences = sentences
    }

    /// What most of the text says.
    /// - Parameter besideCheck: there is a box to tick in the page.
    func notice(besideCheck: Bool, password: Bool) -> SubstitutePage? {
        if bytes.isEmpty { return nil }
        if bytes.count < Self.shortest, let kind = firstLine {
            // Of the others, articles have headings.
            if bytes.count < 40 || [.visitorCheck, .refusal, .missing].contains(kind) { return kind }
        }
        for (kind, _) in Self.table where kind != .subscribers {
            // Articles are about cookies, too.
            var least = kind == .consent ? 0.5 : 0.25
            if kind == .visitorCheck && besideCheck || kind == .signIn && password { least = 0.1 }
            if share(of: kind) >= least { return kind }
        }
        return besideCheck && bytes.count < 160 ? .visitorCheck : nil
    }

    /// What the first line says, where it is one of the titles of such pages.
    private var firstLine: SubstitutePage? {
        let line = bytes.prefix(128).prefix { $0 != UInt8(ascii: "\n") }
        return NoticeTitle.kind(of: String(decoding: line, as: UTF8.self))
    }

    /// Bytes in sentences that say it, of all.
    func share(of kind: SubstitutePage) -> Double {
        guard let phrases = Self.table.first(where: { $0.0 == kind })?.1, !bytes.isEmpty else { return 0 }
        let said = sentences.reduce(0) { $0 + (says(phrases, in: $1) ? $1.count : 0) }
        return Double(said) / Double(min(bytes.count, Self.longest))
    }

    /// A start of an article that goes on for those who pay: it is said at its end, or in much of the text.
    var endsForSubscribers: Bool {
        guard let phrases = Self.table.first(where: { $0.0 == .subscribers })?.1 else { return false }
        let tail = sentences.last { says(phrases, in: $0) }
        guard let tail else { return false }
        return tail.upperBound * 4 >= bytes.count * 3 || share(of: .subscribers) >= 0.1
    }

    private func says(_ phrases: [StaticString], in sentence: Range<Int>) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            let text = UnsafeBufferPointer(rebasing: all[sentence])
            return phrases.contains { text.range(of: $0) != nil }
        }
    }

    /// A line's end, or a full stop before a blank or at the end.
    private static func isEnd(_ bytes: [UInt8], _ index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "\n"): true
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
            index + 1 == bytes.count || bytes[index + 1] == .space || bytes[index + 1] == UInt8(ascii: "\n")
        case 0x82: index >= 2 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE3  // the ideographic full stop
        default: false
        }
    }

    /// Parts of sentences that speak to the visitor. Not what articles say of others' pages.
    private static let table: [(SubstitutePage, [StaticString])] = [
        (
            .visitorCheck,
            [
                "verify you are human", "verify that you are human", "verifying you are human",
                "confirm you are a human",
                "confirm you are human", "confirm that you are human", "you are not a bot", "you're not a bot",
                "you are not a robot", "you're not a robot", "not a robot", "you were a bot", "you are a bot",
                "check your browser", "checking your browser", "checking if the site connection is secure",
                "review the security of your connection", "before we continue...", "request is being verified",
                "press & hold", "enter the characters you see", "complete the security check",
                "complete the check below",
                "solve the puzzle", "complete the captcha", "solve the captcha",
                "please enable js and disable any ad blocker",
                "unusual traffic from your", "systems have detected unusual", "please wait for verification",
                "wait while we check",
                "you are a person", "we are verifying", "we're verifying", "needs to review the security",
                "bot-protection", "bot protection", "website will open automatically", "proof-of-work",
                "proof of work challenge",
                "javascript and cookies to continue", "ob sie ein mensch sind", "dass sie kein roboter sind",
                "dass du kein bot bist", "vérification de votre navigateur", "vous êtes un humain",
                "vous n'êtes pas un robot", "que eres humano", "que no eres un robot", "che non sei un robot",
                "verificando que usted es humano", "проверяем ваш браузер", "вы не робот", "ロボットではない", "人机验证",
                "powered and protected by",
                "think that you are a bot", "thought you were a bot", "solve this captcha",
                "unusual activity from your", "you are in line to enter", "your estimated wait time",
                "vérifions votre navigateur", "comprobando que eres", "проверка браузера",
                "автоматически перенаправлены", "wir prüfen, ob sie",
                "let us know you're not",
            ]
        ),
        (
            .refusal,
            [
                "you have been blocked", "your request has been blocked", "your access to this",
                "you don't have permission to access",
                "you do not have permission to access", "using a security service to protect itself",
                "blocked due to a network policy", "your ip address has been", "your ip has been",
                "you are unable to access",
                "unable to access this website", "you have sent too many requests", "your user-agent is not empty",
                "sending requests too quickly", "triggered the security solution", "blocked by our security",
                "ihr zugriff auf diese", "votre accès à ce site", "request unsuccessful. incapsula",
                "requested url was rejected",
            ]
        ),
        (
            .missing,
            [
                "page can't be found", "page cannot be found", "page could not be found", "page was not found",
                "page you are looking for", "page you're looking for", "page you were looking for",
                "page you requested",
                "the requested page", "the requested url was not found", "nothing was found at this location",
                "can't find what you're looking for", "can't find the page", "couldn't find the page",
                "could not find the page",
                "couldn't find that page", "this page doesn't exist", "this page does not exist",
                "this page no longer exists",
                "this page is no longer available", "page isn't available", "article is no longer available",
                "is no longer published",
                "article has been removed", "this content is no longer available", "story is no longer available",
                "this post has been removed", "die seite wurde nicht gefunden", "die angeforderte seite",
                "diese seite existiert nicht",
                "seite konnte nicht gefunden", "seite wurde leider nicht gefunden", "cette page n'existe",
                "la page que vous recherchez", "la page demandée", "la página que busca", "la página solicitada",
                "esta página no existe", "la pagina che cerchi", "la pagina richiesta", "questa pagina non esiste",
                "a página que você", "esta página não existe", "de pagina die je", "de pagina die u zoekt",
                "pagina bestaat niet",
                "nie znaleziono strony", "страница не найдена", "страница не существует", "запрашиваемая страница",
                "ページは見つかりません", "ページが見つかりません", "页面不存在", "페이지를 찾을 수 없",
                "doesn't currently exist at this address", "apparently even a page that doesn",
                "there isn't a github pages site here", "la pagina che stai cercando", "gewünschte seite",
                "this site can't be reached", "wasn't found on this server", "was not found on this server",
            ]
        ),
        (
            .outOfOrder,
            [
                "site is down for", "site is under maintenance", "site is currently under",
                "website is under maintenance",
                "website is currently under", "website is undergoing", "site is undergoing",
                "unavailable for scheduled maintenance",
                "performing some maintenance", "performing scheduled maintenance", "performing maintenance",
                "we are down for",
                "we're down for", "we'll be back soon", "we will be back soon", "we'll be back online",
                "we'll be right back",
                "we'll be back shortly", "we will be back shortly", "service is temporarily unavailable",
                "server is temporarily unable",
                "service temporarily unavailable", "error establishing a database connection",
                "between cloudflare's network and the origin",
                "web page can not be displayed", "technical difficulties", "website wird zurzeit gewartet",
                "seite wird gerade gewartet",
                "website wird gerade gewartet", "wegen wartungsarbeiten", "site est en maintenance",
                "actuellement en maintenance",
                "sitio está en mantenimiento", "sito è in manutenzione", "site está em manutenção",
                "на сайте ведутся технические", "メンテナンス中",
                "account has been suspended", "website has been suspended", "web server is successfully installed",
                "default welcome page used to test", "has been a critical error on this website",
                "fatal error: uncaught", "warning: undefined", "application and your page could not be served",
                "be the first to know when we launch",
            ]
        ),
        (
            .withheld,
            [
                "unavailable for legal reasons", "unavailable due to legal", "not available in your region",
                "unavailable in your region",
                "not available in your country", "unavailable in your country", "not available in your location",
                "to visitors from the european", "country belonging to the european economic area",
                "from the european economic area", "european visitors are important to us",
                "in ihrem land nicht verfügbar",
                "pas disponible dans votre pays", "no está disponible en tu país", "non disponibile nel tuo paese",
                "isn't available in your region", "isn't available in your country", "is not available in your area",
            ]
        ),
        (
            .signIn,
            [
                "log in to see", "log in to view", "log in to continue", "log in to read", "log in to access",
                "login to see",
                "login to continue", "login to view", "sign in to see", "sign in to view", "sign in to continue",
                "sign in to read",
                "sign in to access", "you must be logged in to view", "you must log in", "you need to log in",
                "you need to sign in",
                "please log in", "please sign in", "enter your e-mail", "enter your email", "enter your password",
                "don't have an account", "do not have an account", "forgot your password", "forgot password",
                "geben sie ihre e-mail", "passwort vergessen", "noch kein konto", "bitte melden sie sich an",
                "mot de passe oublié",
                "connectez-vous pour", "inicia sesión para", "accedi per", "log in om",
                "log into facebook", "join linkedin", "already on linkedin", "site is currently private",
                "request access", "is password protected", "enter using password", "passwortgeschützt",
                "protégé par un mot de passe", "protegido por contraseña",
            ]
        ),
        (
            .consent,
            [
                "we use cookies", "uses cookies", "use of cookies", "accept all", "accept cookies",
                "accept the cookies",
                "reject all", "your consent", "cookie preferences", "privacy preferences", "our partners",
                "personal data",
                "verwenden cookies", "speichern cookies", "unsere partner", "zustimmung", "zustimmen", "einwilligung",
                "personenbezogene daten", "nos partenaires", "utilisons des cookies", "accepter les cookies",
                "consentement",
                "nuestros socios", "utilizamos cookies", "aceptar las cookies", "consentimiento", "nostri partner",
                "accetta i cookie", "utilizziamo cookie", "il consenso", "toestemming", "onze partners", "samtyck",
                "mit werbung und cookies", "cookies ist jederzeit", "datenschutzerklärung",
                "partners gebruiken cookies", "cookies op deze site",
            ]
        ),
        (
            .subscribers,
            [
                "subscribe to continue reading", "subscribe to read", "to continue reading this article",
                "to continue reading,",
                "already a subscriber", "this article is for subscribers", "this content is for subscribers",
                "for subscribers only", "subscriber-only", "sign in to continue reading", "log in to continue reading",
                "register to continue reading", "you have reached your limit of free articles",
                "become a member to read",
                "jetzt weiterlesen", "diesen artikel weiterlesen", "nur für abonnenten", "réservé aux abonnés",
                "contenido exclusivo para suscriptores", "contenuto riservato agli abbonati",
                "keep reading with a 7-day free trial", "to keep reading this post",
                "this post is for paid subscribers", "this post is for paying subscribers", "already a paid subscriber",
                "unlock this post by", "join to unlock", "this is a members-only", "exclusive content for members",
                "for members only", "for paying members", "this story is for members",
            ]
        ),
        (
            .ageCheck,
            [
                "content only suitable for adults", "content suitable only for adults",
                "are you over 18", "are you over 21", "you must be at least 18", "you must be 18",
                "you must be over 18", "confirm your age",
            ]
        ),
        (
            .passage,
            [
                "if you are not redirected", "if you're not redirected", "redirecting you", "you are being redirected",
                "you will be redirected", "while you are redirected", "while we redirect",
                "page does not load automatically",
                "need to enable javascript", "please enable javascript", "javascript is disabled",
                "javascript is required",
                "javascript is not available", "requires javascript", "enable javascript to", "please enable cookies",
                "wenn sie nicht automatisch weitergeleitet", "si vous n'êtes pas redirigé", "si no es redirigido",
                "aktivieren sie javascript", "activer javascript", "habilita javascript",
            ]
        ),
        (
            .advertising,
            [
                "disable your ad blocker", "turn off your ad blocker", "disable your adblocker", "ad blocker detected",
                "domain is for sale", "buy this domain", "domain may be for sale", "domain has expired",
                "domain name is for sale",
                "adblocker deaktivieren", "domain steht zum verkauf",
            ]
        ),
    ]
}

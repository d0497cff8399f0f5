import Fetch
import Testing

@testable import Intake

@Suite struct SubstitutePageTests {
    /// As they are found in the web: the kind, the page's title, its text.
    static let substitutes: [(SubstitutePage, String, String)] = [
        (
            .visitorCheck, "Ich stelle sicher, dass du kein Bot bist!",
            "Wird geladen...\nWarum sehe ich das?Du siehst dies, weil der Administrator dieser Website Anubis eingerichtet hat, um den Server vor der Plage von KI-Unternehmen zu schützen, die Websites aggressiv abgrasen. Dies kann zu Ausfallzeiten führen, die ihre Ressourcen für alle unzugänglich machen.\nAnubis ist ein Kompromiss."
        ),
        (
            .visitorCheck, "Just a moment...",
            "news.example\nVerifying you are human. This may take a few seconds.\nnews.example needs to review the security of your connection before proceeding."
        ),
        (
            .visitorCheck, "Un instant…",
            "news.example\nVérification de votre navigateur en cours. Cela peut prendre quelques secondes, le temps que nous examinions la sécurité de votre connexion avant de continuer."
        ),
        (
            .refusal, "Access to this page has been denied",
            "Before we continue...\nPress & Hold to confirm you are a human (and not a bot).\nReference ID abcd"
        ),
        (
            .visitorCheck, "news.example",
            "Before we continue...Press & Hold to confirm you are a human (and not a bot).We want to make sure it is actually you that we are dealing with and not a robot. If you keep seeing this page, please write to our support team and tell them the reference number that is shown below, with the time of your visit."
        ),
        (.visitorCheck, "news.example", "Please enable JS and disable any ad blocker"),
        (
            .visitorCheck, "Pardon Our Interruption",
            "As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen:\nYou've disabled JavaScript in your web browser.\nYou're a power user moving through this website with super-human speed.\nYou've disabled cookies in your web browser."
        ),
        (
            .visitorCheck, "Human Verification",
            "Let's confirm you are human\nComplete the security check before continuing. This step verifies that you are not a bot, which helps to protect your account and prevent spam.\nBegin"
        ),
        (
            .visitorCheck, "DDoS-Guard",
            "Checking your browser before accessing news.example\nPlease wait a few seconds. Once this check is complete, the website will open automatically\nProtected by DDoS-Guard"
        ),
        (.visitorCheck, "Vercel Security Checkpoint", "We're verifying your browser\nVercel Security Checkpoint"),
        (.visitorCheck, "One moment, please...", "Please wait while your request is being verified..."),
        (
            .visitorCheck, "Captcha",
            "Imunify360 bot-protection\nAccess denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"
        ),
        (.visitorCheck, "StormWall", "Checking if the site connection is secure. Please allow up to 5 seconds."),
        (
            .visitorCheck, "https://www.google.com/search?q=x",
            "Our systems have detected unusual traffic from your computer network. This page checks to see if it's really you sending the requests, and not a robot. Why did this happen?\nThis page appears when Google automatically detects requests coming from your computer network which appear to be in violation of the Terms of Service."
        ),
        (
            .visitorCheck, "Amazon.com",
            "Click the button below to continue shoppingContinue shopping\nConditions of Use Privacy Policy\nEnter the characters you see below. Sorry, we just need to make sure you're not a robot. For best results, please make sure your browser is accepting cookies."
        ),
        (.visitorCheck, "Reddit - Please wait for verification", "Please wait for verification"),
        (
            .visitorCheck, "Checking you are not a bot",
            "Please wait while we check your browser. This website uses go-away to protect against automated access and needs a moment before your request is forwarded to it."
        ),
        (
            .visitorCheck, "news.example",
            "One last step\nPlease complete the check below so that we know that you are a person and not a program."
        ),
        (
            .visitorCheck, "Sicherheitsüberprüfung",
            "Einen Moment bitte\nWir prüfen, ob Sie ein Mensch sind. Das dauert nur wenige Sekunden und Sie werden danach automatisch weitergeleitet."
        ),
        (
            .visitorCheck, "Client Challenge",
            "JavaScript is disabled in your browser.\nPlease enable JavaScript to proceed.\nA required part of this site couldn’t load. This may be due to a browser extension, network issues, or browser settings. Please check your connection, disable any ad blockers, or try using a different browser."
        ),
        (
            .visitorCheck, "Radware Bot Manager Captcha",
            "We apologize for the inconvenience...\n...but your activity and behavior on this website made us think that you are a bot.\nNote: A number of things could be going on here. If you are attempting to access this site using an anonymous Private/Proxy network, please disable that and try accessing site again."
        ),
        (
            .visitorCheck, "Bloomberg - Are you a robot?",
            "We've detected unusual activity from your computer network\nTo continue, please click the box below to let us know you're not a robot.\nWhy did this happen?\nPlease make sure your browser supports JavaScript and cookies and that you are not blocking them from loading."
        ),
        (
            .visitorCheck, "You are now in line",
            "You are in line to enter the site. When it is your turn, you will have 10 minutes to enter the website. Your estimated wait time is less than a minute."
        ),
        (
            .visitorCheck, "Vérification",
            "Veuillez patienter pendant que nous vérifions votre navigateur. Cela ne prendra que quelques secondes."
        ),
        (
            .visitorCheck, "Un momento…",
            "Comprobando que eres humano. Esto puede tardar unos segundos. El sitio necesita revisar la seguridad de tu conexión antes de continuar."
        ),
        (
            .visitorCheck, "Проверка",
            "Проверка браузера. Это займет несколько секунд, после чего вы будете автоматически перенаправлены на сайт."
        ),
        (
            .visitorCheck, "Attention Required! | Cloudflare",
            "Please enable cookies.Sorry, you have been blocked\nYou are unable to access news.example\nWhy have I been blocked?\nThis website is using a security service to protect itself from online attacks. The action you just performed triggered the security solution."
        ),
        (
            .refusal, "Access denied | news.example used Cloudflare to restrict access",
            "Error 1020 Ray ID: 7 • 2026-01-01\nAccess denied\nWhat happened? This website is using a security service to protect itself from online attacks."
        ),
        (
            .refusal, "",
            "Access Denied\nYou don't have permission to access \"http://news.example/\" on this server.Reference #18.abchttps://errors.edgesuite.net/18.abc"
        ),
        (
            .refusal, "Sucuri WebSite Firewall - Access Denied",
            "Access Denied - Sucuri Website Firewall\nIf you are the site owner (or you manage this site), please whitelist your IP or if you think this block is an error please open a support ticket and make sure to include the block details (displayed in the box below), so we can assist you in troubleshooting the issue.\nBlock details:"
        ),
        (
            .refusal, "Your access to this site has been limited by the site owner",
            "Your access to this service has been limited. (HTTP response code 503)\nIf you think you have been blocked in error, contact the owner of this site for assistance.\nBlock Technical Data\nBlock Reason:Access from your area has been temporarily limited for security reasons.\nAbout Wordfence"
        ),
        (.refusal, "HTTP 403", "Checking..."),
        (
            .refusal, "Blocked",
            "whoa there, pardner!\nYour request has been blocked due to a network policy.\nTry logging in or creating an account here to get back to browsing.\nIf you're running a script or application, please register or sign in with your developer credentials here."
        ),
        (
            .refusal, "Too many requests",
            "You have sent too many requests in a given amount of time. Please wait and try again later."
        ),
        (
            .refusal, "Request Rejected",
            "The requested URL was rejected. Please consult with your administrator.\nYour support ID is: 1234567890"
        ),
        (
            .missing, "Oops!",
            "404\nOops! That page can’t be found.\nIt looks like nothing was found at this location. Maybe try one of the links below or a search?"
        ),
        (
            .missing, "Nothing found - News",
            "It seems we can't find what you're looking for. Perhaps searching can help, or one of the posts of the past months that are listed on the start page of this web site."
        ),
        (
            .missing, "Sorry, this article has been removed",
            "This article has been removed or is no longer published. You can go to the home page to see our latest stories, or search for another one with the form at the top."
        ),
        (
            .missing, "Error 404",
            "Lo sentimos\nLa página que buscas no existe o se ha movido a otra dirección. Puedes volver a la portada."
        ),
        (.missing, "ページが見つかりません", "404 Not Found\nお探しのページは見つかりませんでした。URLをご確認ください。移動または削除された可能性があります。"),
        (.missing, "404 — Page not found", "404\nPage not found\nGo to the front page →"),
        (
            .missing, "Not found.",
            "There's nothing here.\nWhatever you were looking for doesn't currently exist at this address. Unless you were looking for this error page, in which case: Congrats! You totally found it."
        ),
        (
            .missing, "Medium",
            "PAGE NOT FOUND\n404\nOut of nothing, something.\nYou can find (just about) anything on Medium — apparently even a page that doesn’t exist. Maybe these stories about finding what you didn’t know you were looking for will take you somewhere new?"
        ),
        (
            .missing, "Site not found · GitHub Pages",
            "404\nThere isn't a GitHub Pages site here.\nIf you're trying to publish one, read the full documentation to learn how to set up GitHub Pages for your repository, organization, or user account."
        ),
        (.missing, "Errore 404", "Ops! La pagina che stai cercando non esiste oppure è stata spostata."),
        (
            .missing, "Nicht gefunden",
            "Leider konnte die gewünschte Seite nicht gefunden werden. Möglicherweise wurde sie verschoben oder gelöscht."
        ),
        (
            .outOfOrder, "Site maintenance",
            "We’ll be back soon!\nSorry for the inconvenience but we’re performing some maintenance at the moment. If you need to you can always contact us, otherwise we’ll be back online shortly!\n— The Team"
        ),
        (.outOfOrder, "Maintenance", "Briefly unavailable for scheduled maintenance. Check back in a minute."),
        (
            .outOfOrder, "Wartung",
            "Wartungsarbeiten\nUnsere Website wird zurzeit gewartet. Bitte versuchen Sie es in Kürze noch einmal. Wir bitten um Ihr Verständnis."
        ),
        (.outOfOrder, "Database Error", "Error establishing a database connection"),
        (
            .outOfOrder, "news.example | 522: Connection timed out",
            "Connection timed out Error code 522\nWhat happened?\nThe initial connection between Cloudflare's network and the origin web server timed out. As a result, the web page can not be displayed.\nWhat can I do?\nIf you're a visitor of this website: Please try again in a few minutes."
        ),
        (
            .outOfOrder, "Application error",
            "An error occurred in the application and your page could not be served. If you are the application owner, check your logs for details. You can do this from the Heroku CLI with the command"
        ),
        (
            .outOfOrder, "Account Suspended",
            "This Account has been suspended.\nContact your hosting provider for more information."
        ),
        (
            .outOfOrder, "Welcome to nginx!",
            "If you see this page, the nginx web server is successfully installed and working. Further configuration is required.\nFor online documentation and support please refer to nginx.org.\nThank you for using nginx."
        ),
        (
            .outOfOrder, "Apache2 Debian Default Page: It works",
            "This is the default welcome page used to test the correct operation of the Apache2 server after installation on Debian systems. If you can read this page, it means that the Apache HTTP server installed at this site is working properly. You should replace this file before continuing to operate your HTTP server."
        ),
        (
            .outOfOrder, "News",
            "Fatal error: Uncaught Error: Call to undefined function get_header() in /var/www/html/wp-content/themes/x/single.php:12 Stack trace: #0 {main} thrown in /var/www/html/wp-content/themes/x/single.php on line 12"
        ),
        (
            .outOfOrder, "WordPress › Error",
            "There has been a critical error on this website.\nLearn more about troubleshooting WordPress."
        ),
        (.outOfOrder, "Opening Soon", "Opening soon\nBe the first to know when we launch.\nEnter using password"),
        (
            .withheld, "451: Unavailable due to legal reasons",
            "We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time. For any issues, contact us."
        ),
        (
            .withheld, "News",
            "Our European visitors are important to us.\nThis site is currently unavailable to visitors from the European Economic Area while we work to ensure your data is protected in accordance with applicable EU laws."
        ),
        (
            .withheld, "News",
            "This content is not available in your country because of rights that we do not have. If you use a VPN, please switch it off and load the page again."
        ),
        (.withheld, "News", "Sorry, this content isn't available in your region."),
        (
            .signIn, "Log in | News",
            "Log in to see this page. Do not have an account? You can make one, it is free and takes less than a minute of your time."
        ),
        (
            .signIn, "Anmelden",
            "Anmelden oder registrieren\nBitte geben Sie Ihre E-Mail-Adresse ein, um fortzufahren und den Artikel zu lesen."
        ),
        (
            .signIn, "Facebook",
            "You must log in to continue.\nLog Into Facebook\nForgotten account? · Sign up for Facebook"
        ),
        (
            .signIn, "Sign Up | LinkedIn",
            "Join LinkedIn\nBy clicking Agree & Join, you agree to the LinkedIn User Agreement, Privacy Policy, and Cookie Policy.\nAlready on LinkedIn? Sign in"
        ),
        (.signIn, "Private Site", "This site is currently private\nLog in to WordPress.com to request access."),
        (
            .signIn, "Protected: Notes - Site",
            "This content is password protected. To view it please enter your password below:\nPassword:"
        ),
        (
            .consent, "Before you continue to YouTube",
            "We use cookies and data to deliver and maintain Google services, track outages and protect against spam, fraud, and abuse. If you choose to Accept all, we will also use cookies and data to develop and improve new services."
        ),
        (
            .consent, "heise online - Weiterlesen",
            "Weiter mit Werbung\nUm der Nutzung mit Werbung zuzustimmen, willigen Sie bitte ein: Unsere Partner und wir speichern Cookies und personenbezogene Daten, um Inhalte zu personalisieren. Zustimmung jederzeit widerrufbar, siehe Datenschutz.\nAkzeptieren"
        ),
        (
            .consent, "Gestione del consenso",
            "Accetta i cookie e continua\nPer leggere gratuitamente il contenuto accetta i cookie di profilazione nostri e dei nostri partner, oppure abbonati. Il consenso si può revocare sempre dalla pagina sulla privacy e i cookie."
        ),
        (
            .consent, "zeit.de mit Werbung",
            "Besuchen Sie zeit.de wie gewohnt mit Werbung und Cookies. Zustimmung ist jederzeit widerrufbar.\nDetails zu Tracking und Cookies finden Sie in der Datenschutzerklärung und im Privacy Center."
        ),
        (
            .consent, "Cookies op deze site",
            "Wij en onze partners gebruiken cookies om de site goed te laten werken. Klik op akkoord om verder te gaan."
        ),
        (
            .subscribers, "Something | Medium",
            "The start of the story that goes on for a while so that one wants to read it.\nBecome a member to read this story, and all of Medium."
        ),
        (
            .subscribers, "The week - by Someone",
            "The week began with rain, and the council met in the old hall where it had met for years, so that all could hear what was said.\nKeep reading with a 7-day free trial\nSubscribe to Someone to keep reading this post and get 7 days of free access to the full post archives."
        ),
        (
            .subscribers, "The week - by Someone",
            "The week began with rain, and the council met in the old hall where it had met for years, so that all could hear what was said.\nThis post is for paid subscribers\nSubscribe\nAlready a paid subscriber? Sign in"
        ),
        (
            .subscribers, "Chapter 4 | Someone on Patreon",
            "Chapter 4\nJoin to unlock\nUnlock this post by becoming a patron"
        ),
        (
            .ageCheck, "Age verification",
            "Are you over 18?\nYou must be at least 18 years old to view this page. By entering you confirm that you are of legal age where you live.\nYes"
        ),
        (
            .ageCheck, "Content Warning",
            "Content Warning\nThe blog that you are about to view may contain content only suitable for adults. In general, Google does not review nor do we endorse the content of this or any blog.\nI UNDERSTAND AND I WISH TO CONTINUE\nI do not wish to continue"
        ),
        (.passage, "Redirecting...", "If you are not redirected automatically, follow this link to the article."),
        (
            .passage, "Loading",
            "Please wait while you are redirected. Click here if the page does not load by itself within a few seconds."
        ),
        (
            .passage, "X",
            "JavaScript is not available.\nWe’ve detected that JavaScript is disabled in this browser. Please enable JavaScript or switch to a supported browser to continue using x.com. You can see a list of supported browsers in our Help Center."
        ),
        (.passage, "App", "Loading…"),
        (
            .advertising, "news.example is for sale",
            "This domain is for sale. Buy this domain. The domain may be parked for free, courtesy of a registrar."
        ),
        (
            .advertising, "News",
            "Ad blocker detected\nPlease disable your ad blocker to read this page. We earn our living by the ads that you see here, and ask you to make an exception for us."
        ),
    ]

    @Test(arguments: substitutes)
    func aPageInPlaceOfTheArticleIsKnown(_ kind: SubstitutePage, _ title: String, _ text: String) {
        #expect(SubstitutePage(page(title, text)) == kind)
    }

    /// Titles and words of such pages, in articles.
    static let articles: [(String, String)] = [
        (
            "Access denied: why the court shut the archive",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "The security check at the airport takes hours",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Just a moment in time: a photographer's life",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "How captcha became art",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "404 Media: page not found, the story of an error",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Bridge closed: under maintenance until May",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Railway tells: Service unavailable on Sundays",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Why cookies need consent",
            "Cookies and consent: the law asks that our partners say what they do with personal data.\nThe shops have a year to follow it. A judge in Bonn had asked for it, and the states agreed in May after a long night."
        ),
        (
            "The login: how Spotify changed its sign in page",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Verify you are human: a short history of tests",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Unusual traffic on the A1 after the accident",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Anubis, the god of the dead",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Attention required: what the mayor says on schools",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Are you human? A review",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Are you over 18? What changes this year",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        ("Bus 7", "Bus 7 does not run on Monday."),
        (
            "Harbour closed",
            "The harbour is closed for scheduled maintenance from Monday to Friday, says the harbour master. Ferries leave from the old pier; tickets keep their validity and the buses wait for the passengers."
        ),
        (
            "Password rules",
            "Enable cookies in your browser before you start: the new portal of the town keeps the language there. The form opens on Monday and closes in June."
        ),
        (
            "Please wait: trains to the south run late",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Maintenance of the lock begins",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Cookies from grandmother's kitchen",
            "These cookies need butter, sugar and an hour of time. Cookies keep for weeks."
        ),
        (
            "Blocked roads after the storm",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Error in the election: the count is repeated",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        (
            "Sign in for the marathon opens",
            "The council met in the old hall and spoke about the harbour until late in the night.\nThe bridge opens in May."
        ),
        ("Release 404 of the tool | Project", "This release repairs the search. Thanks to all who wrote to us."),
        (
            "Service status: database outage resolved",
            "From 9:00 to 9:40 the site was down for some users. We have moved the database to other machines and watch it closely. We are sorry for the trouble."
        ),
        (
            "Coming soon: a new library in the town",
            "The new library opens in May. The council has bought the old mill for it, and the work begins in March."
        ),
        (
            "How to enable JavaScript in Firefox",
            "Open the menu and choose the settings. There you find a box for scripts, and you need to tick it. Then load the page again. Some pages do not work without scripts, and others are quicker."
        ),
        (
            "We moved",
            "Our blog is at another address now. Please update your bookmarks and your feed reader; the old address leads to the new one for a year. The comments came along."
        ),
        (
            "Privacy: what the new law asks",
            "The law on personal data comes into force in May. Shops have to ask for consent before they keep what a customer bought. The chamber of trade offers courses on Monday and Tuesday.\nIt costs nothing. The first course was full within an hour, said the speaker of the chamber."
        ),
        (
            "Robots at the fair",
            "You are not a robot, said the robot to the visitor, and all laughed. The fair in Hanover shows machines that talk, cook and carry. It is open until Sunday; tickets cost ten euro at the door and eight on the web.\nLast year two hundred thousand people came to see it, more than ever."
        ),
        (
            "Your account and the new prices",
            "From May on a ticket costs three euro. Sign in to see your balance. Tickets that were bought before stay good until the end of the year, and children travel free of charge as before, says the company."
        ),
        (
            "v2.1.0",
            "Fixes a crash when the page requested was empty.\nFixes an error with cookies.\nAdds login by key."
        ),
    ]

    @Test(arguments: articles)
    func anArticleWithTheWordsOfSuchPagesIsTaken(_ title: String, _ text: String) {
        #expect(SubstitutePage(page(title, text)) == nil)
    }

    /// Where the feed has the title, too, no word in it counts.
    @Test(arguments: ["Page not found", "Access Denied", "One moment, please", "Site maintenance"])
    func thePageWithTheEntrysTitleIsTheArticle(_ title: String) {
        var evidence = page("\(title) | News", "The council met until late. The bridge opens in May.")
        #expect(SubstitutePage(evidence) != nil)
        evidence.entryTitle = title
        #expect(SubstitutePage(evidence) == nil)
    }

    @Test(arguments: [
        #"<script id="anubis_challenge" type="application/json">{}</script>"#,
        #"<script>window._cf_chl_opt={cvId:'3'}</script>"#,
        #"<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=1"></script>"#,
        #"<script src="https://ct.captcha-delivery.com/c.js"></script>"#, #"<div id="px-captcha"></div>"#,
        #"<iframe src="/_Incapsula_Resource?CWUDNSAI=9&xinfo=1"></iframe>"#,
        #"<script>window.gokuProps={"key":"a"}</script>"#,
        #"<script src="/_sec/verify?provider=interstitial"></script>"#,
        #"<script src="/.well-known/ddos-guard/js-challenge/index.js"></script>"#,
        #"<script src="/__qrator/qauth.js"></script>"#, #"<form action="/errors/validateCaptcha"></form>"#,
    ])
    func aMarkOfACheckTellsWhateverTheWords(_ mark: String) {
        var evidence = page("Nouvelles", "Un texte que personne ne connaît.")
        evidence.body = Array("<html><head>\(mark)</head><body></body></html>".utf8)
        #expect(SubstitutePage(evidence) == .visitorCheck)
    }

    /// The same services, in the pages that they let through.
    @Test(arguments: [
        #"<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>"#,
        #"<script src="/_Incapsula_Resource?SWJIYLWA=5074a744e2e3d891814e9a2dace20bd4"></script>"#,
        #"<script src="//client.perimeterx.net/PX1/main.min.js"></script>"#,
        #"<script src="https://js.datadome.co/tags.js"></script>"#, #"<script>window.KPSDK.configure([])</script>"#,
        #"<div class="cf-turnstile"></div>"#, #"<form class="comment"><div class="g-recaptcha"></div></form>"#,
    ])
    func aScriptOfSuchAServiceInAnArticleTellsNothing(_ mark: String) {
        let text = "The council met until late, and spoke about the harbour."
        var evidence = page("Harbour opens", "\(text)\n\(text) The bridge opens in May.\n\(text)")
        evidence.body = Array("<html><head>\(mark)</head><body></body></html>".utf8)
        #expect(SubstitutePage(evidence) == nil)
    }

    @Test(arguments: ["cf-mitigated: challenge", "X-Vercel-Mitigated: challenge", "x-amzn-waf-action: captcha"])
    func aFieldOfTheAnswerTells(_ field: String) {
        var evidence = page("News", "The council met until late.")
        evidence.headers = HeaderFields(field)
        #expect(SubstitutePage(evidence) == .visitorCheck)
    }

    @Test func aRedirectToConsentIsKnownByItsAddress() {
        var evidence = page("News", "The council met until late.")
        (evidence.requestedURL, evidence.finalURL) = ("https://news.example/1", "https://consent.news.example/?to=1")
        #expect(SubstitutePage(evidence) == .consent)
        (evidence.requestedURL, evidence.finalURL) = (evidence.finalURL, evidence.finalURL)
        #expect(SubstitutePage(evidence) == nil)
    }

    @Test func aFormForAPasswordMakesATitleThatArticlesHaveASignInPage() {
        var evidence = page("Welcome back - News", "Two swallows have come back to the barn in the village.")
        #expect(SubstitutePage(evidence) == nil)
        evidence.asksPassword = true
        #expect(SubstitutePage(evidence) == .signIn)
    }

    @Test(
        arguments: [
            ("<title>Making sure you&#39;re not a bot!</title>", "Making sure you're not a bot!"),
            ("<TITLE lang=en>\n A &amp; B&nbsp;C\n</TITLE>", "A & B C"),
            ("<title>a&#x202e;b\u{202E}c&#27;[31m</title>", "abc[31m"),
            ("<title>&lt;b&gt;x</title>", "bx"), ("<title> </title>", nil), ("<p>none</p>", nil),
            ("<title>\(String(repeating: "a", count: 99))</title>", String(repeating: "a", count: 79) + "…"),
        ] as [(String, String?)])
    func theTitleOfAPageIsPlainText(_ html: String, _ title: String?) {
        #expect(RefusalPage.title(of: Array(html.utf8)) == title)
    }

    private func page(_ title: String, _ text: String) -> SubstitutePage.Evidence {
        var evidence = SubstitutePage.Evidence()
        (evidence.title, evidence.pageTitle, evidence.text) = (title, title, text)
        return evidence
    }
}

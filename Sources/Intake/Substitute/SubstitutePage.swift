package import Fetch
import Foundation

/// What a server sent in place of the page that was asked for.
package enum SubstitutePage: Sendable, Equatable, CaseIterable {
    /// The visitor has to show that it is a browser, or a person.
    case visitorCheck
    /// This visitor is refused.
    case refusal
    case missing
    /// The site is being worked on, or its parts do not reach each other.
    case outOfOrder
    /// Laws or rights keep the page from where this machine is.
    case withheld
    case signIn
    case consent
    case subscribers
    case ageCheck
    /// A script or a reader's click leads on.
    case passage
    /// Advertisers' things: the page asks to show them, or the address is for sale.
    case advertising

    /// Why the page is not the article, in a sentence without a full stop.
    package var reason: String {
        switch self {
        case .visitorCheck: "the page checks its visitor"
        case .refusal: "the page refuses its visitor"
        case .missing: "the page says that there is nothing"
        case .outOfOrder: "the page says that the site is out of order"
        case .withheld: "the page is withheld where this machine is"
        case .signIn: "the page asks to sign in"
        case .consent: "the page asks for consent to cookies"
        case .subscribers: "the page is for subscribers"
        case .ageCheck: "the page asks for the reader's age"
        case .passage: "the page leads elsewhere, by a script"
        case .advertising: "the page is for advertisements"
        }
    }
}

extension SubstitutePage {
    /// What is known of a page that came with a status of success.
    package struct Evidence: Sendable {
        /// The `title` element's text.
        package var title: String?
        /// What the feed calls the article, and what the page does: where they agree, the page is the article, or its start.
        package var entryTitle: String?
        package var pageTitle: String?
        /// The text that would be the article's, and what stood among it and was cut.
        package var text = ""
        package var cutText = ""
        package var asksPassword = false
        /// The page says that it shows only those who pay all of it.
        package var isPaid = false
        /// As they came.
        package var headers = HeaderFields()
        package var body: [UInt8] = []
        /// Absolute.
        package var requestedURL = ""
        package var finalURL = ""

        package init() {}
    }

    /// Bytes of text above which a page is no notice, whatever its words; and of what only the start of an article is.
    private static let longestNotice = 2_000, longestCheck = 6_000, longestTeaser = 4_000

    /// - Returns: nil where the page may be the article.
    package init?(_ page: Evidence) {
        let text = NoticeText(page.text)
        if VisitorCheck.isTold(by: page.headers)
            || text.count < Self.longestCheck && VisitorCheck.isWhole(page.body)
        {
            self = .visitorCheck
        } else if ConsentAddress.isOne(page.finalURL), !ConsentAddress.isOne(page.requestedURL) {
            self = .consent
        } else if let paid = Self.subscribers(page, text) {
            self = paid
        } else if !Self.isTheEntry(page), let notice = Self.notice(page, text) {
            self = notice
        } else {
            return nil
        }
    }

    private static func notice(_ page: Evidence, _ text: NoticeText) -> SubstitutePage? {
        guard text.count < longestNotice else { return nil }
        for title in [page.title, page.pageTitle] {
            if let title, let kind = NoticeTitle.kind(of: title) {
                // Many articles are about signing in, and about cookies.
                if kind != .signIn && kind != .consent || page.asksPassword || text.share(of: kind) >= 0.1 {
                    return kind
                }
            }
        }
        return text.notice(besideCheck: VisitorCheck.hasWidget(page.body), password: page.asksPassword)
    }

    private static func subscribers(_ page: Evidence, _ text: NoticeText) -> SubstitutePage? {
        if page.isPaid, text.count < 3_000 { return .subscribers }
        guard text.count < longestTeaser else { return nil }
        return text.endsForSubscribers || NoticeText(page.cutText).share(of: .subscribers) > 0 ? .subscribers : nil
    }

    /// Whether the page has the entry's own title, which is long enough to be no word that such pages have.
    private static func isTheEntry(_ page: Evidence) -> Bool {
        guard let entry = page.entryTitle.map(plain), entry.utf8.count >= 12 else { return false }
        return [page.title, page.pageTitle].contains { plain($0 ?? "").contains(entry) }
    }

    /// Letters and digits, lower case.
    private static func plain(_ title: String) -> String {
        title.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

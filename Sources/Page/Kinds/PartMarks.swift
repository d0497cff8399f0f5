import Bytes

/// What the class names and the id of an element say about the part it plays on a page that is not an article. Words are
/// compared whole: `footer-links` and `pageFooter` are a footer, `has-footer` is not.
struct PartMarks: OptionSet, Sendable {
    let rawValue: UInt16

    /// Around the content of every page of a site: navigation, footers, share bars, dialogs.
    static let frame = PartMarks(rawValue: 1 << 0)
    /// Notices about cookies and consent.
    static let consent = PartMarks(rawValue: 1 << 1)
    /// For readers of screens alone.
    static let hiddenText = PartMarks(rawValue: 1 << 2)
    /// What buyers wrote, other products and services around the sale.
    static let sale = PartMarks(rawValue: 1 << 3)
    /// On the author of a post: rank, counts, place.
    static let poster = PartMarks(rawValue: 1 << 4)
    /// Under and over a post: reactions, signatures, votes, buttons, other threads.
    static let postFrame = PartMarks(rawValue: 1 << 5)
    /// A remark on a post.
    static let remark = PartMarks(rawValue: 1 << 6)
    /// A name of somebody.
    static let name = PartMarks(rawValue: 1 << 7)
    /// On cookies: a notice, where it is short; a recipe, where it is not.
    static let cookies = PartMarks(rawValue: 1 << 8)
    /// What is said about a thing itself, in whatever box: its description, its figures.
    static let details = PartMarks(rawValue: 1 << 9)

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// - Parameter names: the value of `class` or `id`.
    init(of names: some Collection<UInt8>) {
        var marks: PartMarks = []
        var word: [UInt8] = []
        var pair: [UInt8] = []
        var whole: [UInt8] = []
        var isLayout = false
        func end() {
            if !word.isEmpty {
                if Self.layoutWords.contains(word) {
                    isLayout = true
                } else if !isLayout {
                    if let found = Self.words[word] { marks.formUnion(found) }
                    pair += [UInt8(ascii: "-")] + word
                    if pair.first == UInt8(ascii: "-") { pair.removeFirst() }
                    if let found = Self.words[pair] { marks.formUnion(found) }
                }
                pair = word
            }
            word.removeAll(keepingCapacity: true)
        }
        func endName() {
            if let found = Self.names[whole] { marks.formUnion(found) }
            pair.removeAll(keepingCapacity: true)
            whole.removeAll(keepingCapacity: true)
            isLayout = false
        }
        var wasLower = false
        for byte in names {
            if byte.isASCIILetter || byte.isASCIIDigit {
                let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
                if isUpper, wasLower { end() }
                wasLower = !isUpper
                word.append(byte.asciiLowercased)
            } else {
                end()
                wasLower = false
            }
            if byte.isHTMLSpace { endName() } else { whole.append(byte.asciiLowercased) }
        }
        end()
        endName()
        self = marks
    }

    /// `has-sidebar`, `with-menu`: the word behind says what is beside the element.
    private static let layoutWords: Set<[UInt8]> = Set(
        ["has", "with", "without", "no", "hide", "show", "not", "is"].map { Array($0.utf8) })

    private static let words: [[UInt8]: PartMarks] = {
        var words: [[UInt8]: PartMarks] = [:]
        func add(_ marks: PartMarks, _ list: String) {
            for word in list.split(separator: " ") { words[Array(word.utf8), default: []].formUnion(marks) }
        }
        add(
            .frame,
            """
            nav navbar navigation menu breadcrumb breadcrumbs footer newsletter subscribe signup social share \
            sharing pagination pager paginate modal popup drawer toolbar filter filters facet facets refinement \
            refinements sortby sorting advert ads adsbygoogle recommended recommendation recommendations \
            wishlist minicart tooltip login megamenu mega-menu toc table-of searchbox search-form search-bar \
            searchbar skip-link skip-to recently-viewed cross-sell sidebar sidenav offcanvas \
            trending most-popular most-read toast snackbar notification notifications
            """)
        add(
            .consent,
            """
            onetrust ot-pc ot-sdk ot-banner gdpr cybotcookiebotdialog cybot didomi usercentrics truste \
            cookiebanner cookieconsent cookiebot
            """)
        add(.cookies, "cookie cookies consent")
        add(.hiddenText, "sr-only visually-hidden visuallyhidden screen-reader visualhidden sronly")
        add(
            .sale,
            """
            review reviews ugc bazaarvoice bv yotpo judgeme jdgm okendo stamped question questions carousel \
            slick recs recommend similar upsell upsells cross-sells also-bought also-like also-viewed sponsored \
            delivery payment payments klarna afterpay badge badges size-chart swatch variant variants options \
            inventory pickup related bundle
            """)
        add(
            .poster,
            """
            postprofile user-extras author-pane authorpane post-signature attribution post-author postauthor \
            userinfo user-info user-details user-card usercard author-statistics poster-info posterinfo \
            post-profile member-info username-container
            """)
        add(
            .postFrame,
            """
            signature signatures reactions reactions-bar reactionsbar similar suggested notice notices unfurl \
            trust-description post-menu vote votes voting actions post-actions message-footer \
            message-attribution quickreply quick-reply lastpost last-post content-row contentrow \
            private-controls timeline-event related crawler-linkback tags taglist tag-list post-taglist likes
            """)
        add(
            .details,
            "product-details product-description description specification specifications specs product-info size-guide"
        )
        add(.remark, "comment comments")
        add(.name, "name username author creator")
        return words
    }()

    /// Compared with a whole name, as it is written.
    private static let names: [[UInt8]: PartMarks] = [
        Array("message-user".utf8): .poster, Array("messageuserinfo".utf8): .poster,
        Array("message-userdetails".utf8): .poster,
    ]
}

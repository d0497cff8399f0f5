import Foundation
import Model
import TestSupport

/// A seeded generator (SplitMix64): a failure comes back.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

    mutating func isLucky(oneIn odds: Int) -> Bool { below(odds) == 0 }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

/// How a publisher names, links, dates and edits what it publishes.
struct Habits: CustomStringConvertible {
    enum Guid: CaseIterable { case own, link, none, madeAnew, category }
    enum Link: CaseIterable { case own, recurring, one, frontPage, none, token, mark }
    enum Title: CaseIterable { case own, daily, few, none }
    enum Date: CaseIterable { case own, none, updated, now, day }
    enum Text: CaseIterable { case own, boilerplate, none }
    enum Edit: CaseIterable { case none, title, text, both }
    enum Move: CaseIterable { case none, scheme, host, platform }

    var guid = Guid.own
    var link = Link.own
    var title = Title.own
    var date = Date.own
    var text = Text.own
    var edit = Edit.none
    var move = Move.none
    /// Entries that a document shows.
    var window = 10
    /// Articles that come between two polls, at most.
    var pace = 2
    var reorders = false
    /// Some entries are missing from a document and come back with the next.
    var flickers = false
    /// Some entries are taken away for good.
    var deletes = false

    init() {}

    init(_ dice: inout Dice) {
        guid = dice.pick(Guid.allCases)
        link = dice.pick(Link.allCases)
        title = dice.pick(Title.allCases)
        date = dice.pick(Date.allCases)
        text = dice.pick(Text.allCases)
        edit = dice.pick(Edit.allCases)
        move = dice.isLucky(oneIn: 3) ? dice.pick(Move.allCases) : .none
        window = dice.pick([1, 1, 2, 3, 5, 10, 20])
        pace = dice.pick([1, 1, 2, 3])
        (reorders, flickers, deletes) = (dice.isLucky(oneIn: 3), dice.isLucky(oneIn: 4), dice.isLucky(oneIn: 4))
    }

    var description: String {
        "guid \(guid), link \(link), title \(title), date \(date), text \(text), edit \(edit), move \(move), window \(window),"
            + " pace \(pace)\(reorders ? ", reorders" : "")\(flickers ? ", flickers" : "")\(deletes ? ", deletes" : "")"
    }
}

extension Habits {
    /// Whether its articles can be told apart at all, by the rules of docs/decisions/0045: a publisher who says the same of
    /// two articles has one.
    var tellsArticlesApart: Bool {
        switch guid {
        case .own: break
        case .link:
            // A known guid is believed.
            guard link == .own || link == .mark else { return false }
        case .category:
            // Only a document that shows a guid twice shows what it is.
            guard window >= 10, !flickers, !deletes, title == .own, date == .own || text == .own else { return false }
        case .none, .madeAnew: break
        }
        let hasOwnDate = date == .own || date == .updated
        switch link {
        case .own, .mark: return true
        // A guid that is new and a link that is new tell nothing.
        case .token: return guid != .madeAnew || title == .own || text == .own || hasOwnDate
        case .recurring, .one, .frontPage, .none:
            if guid == .own, link == .frontPage || link == .none { return true }
            // What is under the link again must have another date and text, or without a date another title and text.
            if hasOwnDate { return text != .boilerplate || guid == .own && title == .own }
            return title == .own && text == .own && date != .day && date != .now
        }
    }

    /// Whether an article stays itself through all that the publisher does to it: after each change something of date, text,
    /// title and link is left that shows it (docs/decisions/0045).
    var keepsArticlesTogether: Bool {
        let editsTitle = edit == .title && title != .none || edit == .both
        let editsText = edit == .text && text != .none || edit == .both || edit == .title && title == .none
        let isEdited = edit != .none
        let hasTime = date == .own
        if move == .platform {
            guard !isEdited, title == .own, window >= 5, !flickers, hasTime || text == .own && date != .now else {
                return false
            }
        }
        if guid == .own { return true }
        if guid == .link { return move != .host || !isEdited && title == .own && (hasTime || text == .own) }
        let hasLink = link == .own || link == .mark || link == .token && window >= 5
        if guid == .category {
            return !isEdited && hasLink && title == .own && hasTime
        }
        // Without a guid that stays.
        if move == .host, isEdited || !(title == .own && hasTime) { return false }
        guard hasLink else { return !isEdited && title == .own && hasTime && text == .own }
        if link == .token {
            return !isEdited && title == .own && (hasTime || text == .own && date != .now) && guid == .none
        }
        if guid == .madeAnew, isEdited, !hasTime { return false }
        if hasTime { return true }
        switch date {
        case .own: return true
        case .none: return !isEdited || !editsText && text == .own || !editsTitle && title != .none
        case .day: return !isEdited || !editsTitle && title != .none
        case .updated: return !isEdited || !editsText && text == .own
        case .now: return !isEdited && text == .own && window > 1 || !isEdited && text == .own && title != .none
        }
    }
}

/// Publishes article after article by its habits, and knows which is which.
struct Publisher {
    struct Entry {
        /// Which article it truly is.
        let article: Int
        let fingerprint: Fingerprint
    }

    private struct Article {
        let number: Int
        let day: Double
        var edits = 0
        var isDeleted = false
    }

    let habits: Habits
    let feedURL: String
    private let name: String
    private var articles: [Article] = []
    private var dice: Dice
    private var polls = 0
    private let movesAt: Int

    init(_ habits: Habits, name: String, seed: UInt64) {
        (self.habits, self.name) = (habits, name)
        dice = Dice(seed: seed)
        movesAt = 20 + dice.below(60)
        feedURL = "https://\(name).example/feed"
    }

    /// The document that is served at `day`.
    mutating func document(day: Double) -> [Entry] {
        polls += 1
        let isMoving = polls == movesAt && habits.move != .none
        // On the day of a move nothing new comes: what a platform brings over is what was there.
        let count = isMoving ? 0 : articles.isEmpty ? habits.window : dice.below(habits.pace + 1)
        for place in 0..<count {
            articles.append(Article(number: articles.count, day: day + Double(place) / 97))
        }
        if !isMoving { editAndDelete() }
        var shown = articles.filter { !$0.isDeleted }.suffix(habits.window).reversed() as [Article]
        if habits.flickers, !isMoving, shown.count > 3 {
            let missing = dice.below(shown.count)
            if dice.isLucky(oneIn: 3) { shown.remove(at: missing) }
        }
        if habits.reorders { shown.shuffle(using: &dice) }
        let token = String(dice.next(), radix: 36)
        return shown.map { Entry(article: $0.number, fingerprint: fingerprint($0, day: day, token: token)) }
    }

    private mutating func editAndDelete() {
        let first = max(0, articles.count - habits.window)
        if habits.edit != .none, dice.isLucky(oneIn: 3), first < articles.count {
            articles[first + dice.below(articles.count - first)].edits += 1
        }
        if habits.deletes, dice.isLucky(oneIn: 10), first < articles.count {
            articles[first + dice.below(articles.count - first)].isDeleted = true
        }
    }

    private func fingerprint(_ article: Article, day: Double, token: String) -> Fingerprint {
        let hasMoved = polls >= movesAt
        let platform = hasMoved && habits.move == .platform ? "p2" : "p1"
        let titleEdits = habits.edit == .title || habits.edit == .both ? article.edits : 0
        let textEdits = habits.edit == .text || habits.edit == .both ? article.edits : 0
        let title =
            switch habits.title {
            case .own: "Article \(article.number)" + (titleEdits > 0 ? ", edited \(titleEdits)" : "")
            case .daily: "The news" + (titleEdits > 0 ? ", edited \(article.number) \(titleEdits)" : "")
            case .few: "Part \(article.number % 3)" + (titleEdits > 0 ? ", edited \(article.number) \(titleEdits)" : "")
            case .none: ""
            }
        let text: String? =
            switch habits.text {
            case .own: "Text of \(article.number), \(textEdits)"
            case .boilerplate: "Read more" + (textEdits > 0 ? " \(article.number) \(textEdits)" : "")
            case .none: nil
            }
        let published: Double? =
            switch habits.date {
            case .own: article.day
            case .none: nil
            case .updated: article.day + Double(article.edits) / 31
            case .now: day
            case .day: article.day.rounded(.down) + 0.5
            }
        let url = link(of: article, token: token, platform: platform, hasMoved: hasMoved)
        var entry = entry(
            guid(of: article, url: url, platform: platform, hasMoved: hasMoved), url, title, day: published,
            content: text,
            root: habits.link == .frontPage)
        entry.contentHash = StableText.hash(title + "\n" + (text ?? ""))
        return entry
    }

    private func link(of article: Article, token: String, platform: String, hasMoved: Bool) -> String? {
        let host = hasMoved && habits.move == .host ? "new-\(name).example" : "\(name).example"
        let base = "https://\(host)/\(platform)"
        switch habits.link {
        case .own: return "\(base)/\(article.number)"
        case .recurring: return "\(base)/page-\(article.number * 7 % max(3, habits.window * 2 + 3))"
        case .one: return "\(base)/page"
        case .frontPage: return "https://\(host)/"
        case .none: return nil
        case .token: return "\(base)/\(article.number)?session=\(token)"
        case .mark: return "\(base)/\(article.number)#from-\(name)"
        }
    }

    private func guid(of article: Article, url: String?, platform: String, hasMoved: Bool) -> String? {
        switch habits.guid {
        case .own: return "\(platform)-\(article.number)"
        case .link:
            guard let url, hasMoved, habits.move == .scheme else { return url }
            return "http" + url.dropFirst(5)
        case .none: return nil
        case .madeAnew: return "build-\(polls / 10)-\(article.number)"
        case .category: return "category-\(article.number % 3)"
        }
    }
}

enum StableText {
    static func hash(_ text: String) -> UInt64 { text.utf8.reduce(5381) { $0 &* 33 &+ UInt64($1) } }
}

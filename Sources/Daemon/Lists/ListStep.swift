import Config
import Fetch
import Files
import Foundation
import Intake
import Model
import Parse
import Settings

/// What a look at a list means for what is known of it: a record and an answer in, a record out.
enum ListStep {
    /// Feeds of one list.
    static let most = 50_000

    enum Change: Equatable {
        case none
        case feeds(added: Int, removed: Int)
        case failed(String)
    }

    /// - Returns: nil where the daemon stops: the look then never was.
    static func take(
        _ answer: SourceAnswer, of list: Configuration.List, into record: inout ListRecord, now: Date
    ) -> Change? {
        switch answer {
        case .stopped: return nil
        case .unchanged(let facts):
            record.succeed(list, record.validators.renewed(by: facts.validators), now: now)
            return Change.none
        case .failed(let failure, _, let retryAfter):
            return record.fail(failure.sentence, list, after: retryAfter, now: now)
        case .gone: return record.fail("the server says that it is gone (410)", list, now: now)
        case .document(let document):
            let feeds: [ListRecord.Entry]
            do throws(PollFailure) {
                feeds = try entries(of: document)
            } catch {
                return record.fail(error.sentence, list, now: now)
            }
            let before = record.entries
            let change = record.take(feeds, now: now)
            record.succeed(list, document.facts.validators, now: now)
            if record.entries == before { return Change.none }
            record.lastChange = now
            return .feeds(added: change.added, removed: change.removed)
        }
    }

    /// The feeds that a document names; what no feed can be at is left out.
    /// - Throws: for a document that is none, is cut off, or names no feed: an empty list is a broken one.
    private static func entries(of document: Document) throws(PollFailure) -> [ListRecord.Entry] {
        let subscriptions: [OPML.Subscription]
        do throws(ParseError) {
            subscriptions = try OPML.read(document.bytes, contentType: document.contentType)
        } catch .malformed(let reason, let line) {
            throw PollFailure(.cutOff, "it is not a whole OPML document: \(line.map { "line \($0): " } ?? "")\(reason)")
        } catch {
            throw PollFailure(.notAFeed, "it is not OPML with <outline> elements")
        }
        guard subscriptions.count <= most else {
            throw PollFailure(.tooLarge, "it names more than \(most) feeds")
        }
        let feeds = subscriptions.compactMap { subscription -> ListRecord.Entry? in
            let text = WebAddress.withoutFeedScheme(words(subscription.feedURL))
            guard let address = try? WebAddress(feed: text) else { return nil }
            let title = subscription.title.map(words).flatMap { $0.isEmpty ? nil : $0 }
            var tags: [String] = []
            for tag in subscription.folders.map(words) where !tag.isEmpty && !tags.contains(tag) { tags.append(tag) }
            return ListRecord.Entry(url: address.text, title: title, tags: tags)
        }
        guard !feeds.isEmpty else { throw PollFailure(.notAFeed, "it names no feed; its feeds stay as they were") }
        return feeds
    }

    /// On one line, without control characters.
    private static func words(_ text: String) -> String {
        let plain = String.UnicodeScalarView(
            text.unicodeScalars.map { [.control, .format].contains($0.properties.generalCategory) ? " " : $0 })
        return String(plain).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension ListRecord {
    var validators: Validators {
        get { Validators(etag: etag, lastModified: lastModified, url: validatorsURL) }
        set { (etag, lastModified, validatorsURL) = (newValue.etag, newValue.lastModified, newValue.url) }
    }

    fileprivate mutating func succeed(_ list: Configuration.List, _ validators: Validators, now: Date) {
        (lastCheck, lastSuccess, failures, error) = (now, now, 0, nil)
        nextCheck = now + list.interval.seconds
        self.validators = validators
    }

    /// The next look comes after a minute, doubling up to the list's interval; at a file, which may be half written, after
    /// a second, doubling up to a minute.
    fileprivate mutating func fail(
        _ sentence: String, _ list: Configuration.List, after seconds: Double? = nil, now: Date
    ) -> ListStep.Change {
        failures += 1
        (lastCheck, error) = (now, sentence)
        let (first, most) = list.isFile ? (1.0, 60.0) : (60.0, list.interval.seconds)
        let wait = min(first * pow(2, Double(min(failures - 1, 20))), most)
        nextCheck = now + max(wait, min(seconds ?? 0, 7 * 86_400))
        return .failed(sentence)
    }
}

extension Configuration.List {
    var isFile: Bool { if case .file = feed.origin { true } else { false } }
}

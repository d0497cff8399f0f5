import Cleaning
import Config
import Fetch
import Files
import Foundation
import Intake
import Model
import Parse
import ParserProcess
import Settings

/// Brings the article of an entry from its page, with the manners of a poll: the feed's own headers, the same limits and
/// addresses. Nothing is conditional: the page is new.
final class PageFetcher: Sendable {
    let configuration: Configuration
    let surroundings: PollSurroundings
    private let texts = RecentTexts()

    init(configuration: Configuration, surroundings: PollSurroundings) {
        (self.configuration, self.surroundings) = (configuration, surroundings)
    }

    var limiter: PageLimiter { surroundings.pages }

    /// Parts of one article, and tries of one part.
    private static let mostParts = 10, mostTries = 2, mostRefreshes = 3
    /// Longest wait before the second try.
    private static let longestPause = 10

    /// - Parameter title: of the entry.
    func article(
        at url: String, titled title: String?, of feed: Configuration.Feed
    ) async throws(PageFailure) -> FullArticle {
        let first = try await part(url, titled: title, of: feed)
        if texts.isKnown(first.page.item.contentText ?? "", of: HostName(of: first.url).text, from: url) {
            throw .unusable("the page has the text of another address there")
        }
        var article = FullArticle(first.page)
        var (last, seen) = (first, Set([url, first.url]))
        for _ in 1..<Self.mostParts {
            guard
                let next = last.page.nextReferences.first(where: {
                    PagePart.isNext($0, of: last.url) && !seen.contains($0)
                })
            else { break }
            seen.insert(next)
            // The parts that came are the article where a later one fails.
            guard let part = try? await part(next, titled: title, of: feed) else { break }
            article.append(part.page)
            last = part
        }
        return article
    }

    private func part(
        _ asked: String, titled title: String?, of feed: Configuration.Feed
    ) async throws(PageFailure) -> (page: ParsedPage, url: String) {
        var (tries, refreshes, url) = (0, 0, asked)
        while true {
            tries += 1
            let answer = try await ask(url, of: feed)
            switch answer {
            case .page(let response):
                if refreshes < Self.mostRefreshes, let next = MetaRefresh.target(of: response) {
                    (tries, refreshes, url) = (0, refreshes + 1, next)
                    continue
                }
                let page = try await read(response, of: feed)
                if let substitute = substitute(page, response, for: asked, titled: title) {
                    throw .unusable(substitute.reason)
                }
                guard page.hasArticle else { throw .unusable("there is no article in the page") }
                return (page, response.finalURL)
            case .failed(let reason, let pause):
                guard let pause, tries < Self.mostTries, pause <= Self.longestPause else { throw .unusable(reason) }
                await surroundings.clock.sleep(.seconds(pause))  // where cancelled, the next request says so
            }
        }
    }

    private enum Answer {
        case page(Response)
        /// `pause`: seconds before it is worth another try; nil where it is not.
        case failed(String, pause: Int?)
    }

    private func ask(_ url: String, of feed: Configuration.Feed) async throws(PageFailure) -> Answer {
        var request = configuration.request(for: feed, url: url, version: surroundings.version)
        request.accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
        request.acceptsDelta = false
        let host = HostName(of: url)
        let daemon = configuration.daemon
        let limits = PageLimiter.Limits(
            perHost: daemon.perHost, hostDelay: host.isPrivate ? daemon.privateHostDelay : daemon.hostDelay,
            total: max(1, daemon.concurrency))
        guard await limiter.enter(host.text, limits) else { throw .stopped }
        let result: Result<Response, FetchError>
        do throws(FetchError) {
            result = .success(try await surroundings.fetching.fetch(request))
        } catch {
            result = .failure(error)
        }
        await limiter.leave(host.text)
        switch result {
        case .success(let response):
            if response.isCutShort { return .failed(FetchError.truncated.description, pause: 1) }
            if (200..<300).contains(response.status) { return .page(response) }
            let now = Int(surroundings.clock.now().timeIntervalSince1970)
            let isPassing = response.status == 429 || response.status >= 500
            let pause = isPassing ? RetryAfter.seconds(of: response.headers, now: now) ?? 2 : nil
            return .failed("the server answered \(response.status)", pause: pause)
        case .failure(.stopped), .failure(.cancelled): throw .stopped
        case .failure(let error):
            let isPassing: Bool
            switch error {
            case .connect, .emptyReply, .truncated: isPassing = true
            default: isPassing = false
            }
            return .failed(error.description, pause: isPassing ? 1 : nil)
        }
    }

    private func read(_ response: Response, of feed: Configuration.Feed) async throws(PageFailure) -> ParsedPage {
        if response.body.allSatisfy({ $0 <= 0x20 }) { throw .unusable("the page is empty") }
        let contentType = response.headers.text("content-type")
        let type = contentType.map { ContentType(Array($0.utf8)).mediaType } ?? ""
        guard ["", "text/html", "application/xhtml+xml", "text/plain"].contains(type), Self.looksLikeHTML(response.body)
        else {
            throw .unusable("the page is \(type.isEmpty ? "something else" : type), not HTML")
        }
        var question = PageRequest()
        (question.url, question.contentType) = (response.finalURL, contentType)
        question.now = surroundings.clock.now()
        (question.selector, question.remove) = (feed.selector, feed.remove)
        question.settings = configuration.parserSettings
        return try await read(bytes: response.body.count) { [question] parser in
            Result { () throws(ParserFailure) in try parser.read(page: response.body, question) }
        }.answer()
    }

    private func substitute(
        _ page: ParsedPage, _ response: Response, for asked: String, titled title: String?
    ) -> SubstitutePage? {
        var evidence = SubstitutePage.Evidence()
        (evidence.title, evidence.pageTitle) = (RefusalPage.title(of: response.body), page.item.title)
        (evidence.entryTitle, evidence.text) = (title, page.item.contentText ?? "")
        (evidence.cutText, evidence.asksPassword, evidence.isPaid) = (page.cutText, page.asksPassword, page.isPaid)
        (evidence.headers, evidence.body) = (response.headers, response.body)
        (evidence.requestedURL, evidence.finalURL) = (asked, response.finalURL)
        return SubstitutePage(evidence)
    }

    /// Works on a page where documents are read.
    /// - Parameter bytes: of the page.
    func read<Value: Sendable>(
        bytes: Int, _ work: @escaping @Sendable (any DocumentParser) -> Value
    ) async throws(PageFailure) -> Value {
        do throws(ParseQueue.Failure) {
            return try await surroundings.parser.read(bytes: bytes, work)
        } catch {
            switch error {
            case .stopped: throw .stopped
            case .overdue(let time): throw .unusable("the page could not be read within \(time)")
            }
        }
    }

    /// A tag among the first bytes; and none of the marks of PDF, pictures and archives.
    private static func looksLikeHTML(_ body: [UInt8]) -> Bool {
        let head = body.prefix(4096)
        if head.starts(with: Array("%PDF".utf8)) || head.starts(with: [0x50, 0x4B, 3, 4]) { return false }
        return head.contains(UInt8(ascii: "<")) || head.contains(0)  // UTF-16
    }
}

extension Result<ParsedPage, ParserFailure> {
    fileprivate func answer() throws(PageFailure) -> ParsedPage {
        switch self {
        case .success(let page): return page
        case .failure(.died(let death)): throw .unusable("\(death)")
        case .failure(.unreadable(let error)): throw .unusable("\(error)")  // of feeds alone
        }
    }
}

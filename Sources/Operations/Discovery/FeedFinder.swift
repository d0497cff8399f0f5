import Cleaning
public import Config
import Fetch
import Foundation
import Model
public import Parse
import Settings
public import Web

/// Finds the feeds of an address that a person has at hand: a feed's own, a page's, a profile's.
///
/// It asks as the daemon would: the same limits, allowed addresses, proxy and `User-Agent`, one request at a time, and
/// `host_delay` between two of one public host.
public actor FeedFinder {
    private let configuration: Configuration
    private let version: String
    private let transfers = TransferLoop(options: .init(concurrency: 1))
    private let cleaner = Cleaner()
    private var lastAsked: [String: ContinuousClock.Instant] = [:]

    public init(configuration: Configuration, version: String) {
        (self.configuration, self.version) = (configuration, version)
    }

    /// A feed that was fetched and read.
    public struct Found: Sendable {
        /// Where it is; where it moved to for good, if it did.
        public var url: String
        public var title: String?
        public var items: Int
        /// Its articles are on their pages only.
        public var isSitemap = false
    }

    /// What an address leads to.
    public enum Finding: Sendable {
        case feed(Found)
        /// At least one, best first; not looked at yet.
        case links([FeedLink])
    }

    /// Looks an address up: by its form alone where that is enough, else by fetching it.
    public func look(at text: String) async throws(FinderError) -> Finding {
        if let link = SiteRule.feed(ofHandle: text) { return .links([link]) }
        let given = try Self.address(text)
        do throws(FinderError) {
            return try await look(at: given)
        } catch {
            // https was a guess.
            guard case .unreachable(_, isConnected: false) = error, given.scheme == "https",
                !text.lowercased().contains("https:"),
                let plain = try? WebURL(parsing: "http" + given.href.dropFirst(5)),
                let found = try? await look(at: plain)
            else { throw error }
            return found
        }
    }

    private func look(at given: WebURL) async throws(FinderError) -> Finding {
        let address = SiteRule.unfolded(given).flatMap { try? WebURL(parsing: $0) } ?? given  // it was one a moment ago
        let known = SiteRule.feeds(of: address)
        if !known.isEmpty { return .links(known) }
        if let directory = SiteRule.directory(of: address) { return try await ask(directory) }
        let response: Response
        do throws(FinderError) {
            response = try await fetch(address.href)
        } catch .withheld(let reason) {
            // The page is not for programs; its feed may be.
            if let found = try await tryUsualPlaces([], at: address) { return .feed(found) }
            throw .noFeed(reason)
        }
        if let found = try? read(response, asked: address.href) { return .feed(found) }  // a page then, or nothing
        guard let final = try? WebURL(parsing: response.finalURL) else { throw .noFeed("it holds no feed") }
        if let host = final.host, SiteRule.asksFirst(host) { return try await look(behind: final, of: address) }
        // A short address led here.
        if final.host != address.host, case let links = SiteRule.feeds(of: final), !links.isEmpty {
            return .links(links)
        }
        return try await look(in: FeedPage(response.body, url: final), at: final, response)
    }

    /// Fetches what is said to be a feed, and reads it.
    public func feed(at url: String) async throws(FinderError) -> Found {
        try read(try await fetch(url), asked: url)
    }

    /// Fetches a page and reads it as a feed.
    public func page(at url: String, _ parser: PageFeedParser) async throws(FinderError) -> Found {
        let response = try await fetch(url)
        do throws(ParseError) {
            let parsed = try parser.parse(
                response.body, url: response.finalURL, contentType: response.headers.text("content-type"), now: Date())
            return Found(
                url: response.permanentURL ?? url, title: cleaner.clean(parsed).title, items: parsed.items.count)
        } catch {
            throw .noFeed("\(error)")
        }
    }

    /// http or https; `example.org/blog` is taken for https.
    public static func address(_ text: String) throws(FinderError) -> WebURL {
        let text = WebAddress.withoutFeedScheme(text.trimmingCharacters(in: .whitespacesAndNewlines))
        let host = text.prefix { $0 != "/" && $0 != "?" }
        if host.hasPrefix("["), host.hasSuffix("]") { return try address("http://" + text) }
        // A colon and a number after a name are a port; anything else before a colon is a scheme.
        let port = host.lastIndex(of: ":").map { host[host.index(after: $0)...] }
        let hasPort = port.map { !$0.isEmpty && $0.allSatisfy(\.isNumber) } ?? false
        let isBare = !text.contains("://") && !text.contains(" ") && (hasPort || port == nil && host.contains("."))
        // Who gives a port of a machine in the house means plain HTTP.
        let isPlain = hasPort && port != "443" && HostName(of: "http://\(host)/").isPrivate
        let full = String((isBare ? (isPlain ? "http://" : "https://") + text : text).prefix { $0 != "#" })
        do throws(WebAddress.Problem) {
            return try WebAddress(feed: full).url
        } catch {
            throw .badAddress("this address \(error.reason)")
        }
    }

    // MARK: - Pages

    /// The server asks about cookies first. The address it goes on to may be one that a rule knows, and feeds are given to
    /// those who were not asked.
    private func look(behind question: WebURL, of address: WebURL) async throws(FinderError) -> Finding {
        let meant = SiteRule.unfolded(question).flatMap { try? WebURL(parsing: $0) } ?? address
        let links = SiteRule.feeds(of: meant)
        if !links.isEmpty { return .links(links) }
        let page = meant.host == address.host ? address : meant
        if let found = try await tryUsualPlaces([], at: page) { return .feed(found) }
        throw .noFeed("it asks about cookies first, and there is no feed at the usual places")
    }

    private func look(in page: FeedPage, at url: WebURL, _ response: Response) async throws(FinderError) -> Finding {
        let named = Self.named(in: response, at: url) + page.named
        if !named.isEmpty { return .links(named) }
        if let channel = page.channel { return .links(SiteRule.feeds(of: channel)) }
        if let canonical = page.canonical, case let links = SiteRule.feeds(of: canonical), !links.isEmpty {
            return .links(links)
        }
        if let finding = try await trySuspected(page.suspected.map(\.url)) { return finding }
        if let found = try await tryUsualPlaces(page.suspected.map(\.url), at: url) { return .feed(found) }
        if let found = try await trySitemaps(of: url) { return .feed(found) }
        throw .noFeed("it names no feed, and there is none at the usual places (/feed, /rss.xml, /atom.xml …)")
    }

    /// `Link: </feed.xml>; rel="alternate"; type="application/rss+xml"` (RFC 8288).
    private static func named(in response: Response, at url: WebURL) -> [FeedLink] {
        response.headers.values("link").flatMap { field in
            String(decoding: field, as: UTF8.self).split(separator: "<").compactMap { link -> FeedLink? in
                guard let end = link.firstIndex(of: ">"), let target = url.resolving(String(link[..<end])) else {
                    return nil
                }
                let text = String(link[end...])
                let parameters = text.lowercased()
                guard parameters.contains("alternate"), target.isHTTP,
                    ["rss+xml", "atom+xml", "feed+json", "rdf+xml"].contains(where: parameters.contains)
                else { return nil }
                let title = text.range(of: "title=\"", options: .caseInsensitive).map {
                    String(text[$0.upperBound...].prefix { $0 != "\"" })
                }
                return FeedLink(url: target.href, title: title)
            }
        }
    }

    /// A podcast directory's answer.
    private func ask(_ directory: String) async throws(FinderError) -> Finding {
        struct Answer: Decodable {
            struct Podcast: Decodable { var feedUrl: String?, collectionName: String? }
            var results: [Podcast]
        }
        let response = try await fetch(directory)
        let podcast = (try? JSONDecoder().decode(Answer.self, from: Data(response.body)))?.results.first
        guard let url = podcast?.feedUrl else { throw .noFeed("the directory of podcasts names no feed for it") }
        return .links([FeedLink(url: url, title: podcast?.collectionName)])
    }

    /// Links that look like a feed's; where there is a page instead ("our feeds"), what it names.
    private func trySuspected(_ suspected: [String]) async throws(FinderError) -> Finding? {
        var pages = 0
        for url in suspected {
            do throws(FinderError) {
                let response = try await fetch(url)
                if let found = try? read(response, asked: url) { return .feed(found) }  // a page then, or nothing
                guard pages < Self.mostPages, let final = try? WebURL(parsing: response.finalURL) else { continue }
                pages += 1
                let page = FeedPage(response.body, url: final)
                if let first = page.named.first { return .feed(try await feed(at: first.url)) }
                for link in page.suspected.prefix(Self.mostLinks) where !suspected.contains(link.url) {
                    if let found = try? await feed(at: link.url) { return .feed(found) }
                }
            } catch .unreachable {
                return nil
            } catch {}
        }
        return nil
    }

    /// Pages about feeds that are looked through, and links of each.
    private static let mostPages = 2, mostLinks = 3

    /// - Parameter tried: addresses that need no other look.
    private func tryUsualPlaces(_ tried: [String], at url: WebURL) async throws(FinderError) -> Found? {
        var tried = Set(tried + [url.href])
        for candidate in CommonPaths.candidates(for: url) {
            guard tried.insert(candidate).inserted else { continue }
            do throws(FinderError) {
                return try await feed(at: candidate)
            } catch .unreachable {
                break  // a server that stopped answering is not asked ten times
            } catch {}
        }
        return nil
    }

    /// What robots.txt names: a sitemap for news before others.
    private func trySitemaps(of url: WebURL) async throws(FinderError) -> Found? {
        guard let robots = url.resolving("/robots.txt"), let response = try? await fetch(robots.href) else {
            return nil
        }
        let sitemaps = RobotsFile.sitemaps(in: response.body, at: robots).prefix(Self.mostSitemaps)
        for sitemap in sitemaps {
            if let found = try? await feed(at: sitemap) { return found }
        }
        return nil
    }

    private static let mostSitemaps = 5

    // MARK: - Requests

    private func fetch(_ url: String) async throws(FinderError) -> Response {
        await keepDistance(from: url)
        var request = configuration.request(for: .init(name: "", url: url), url: url, version: version)
        request.accept = Request.feedTypes + ", text/html;q=0.6"
        request.acceptsDelta = false
        // Else Europeans get a page about cookies in place of every other.
        if HostName(of: url).name.hasSuffix("youtube.com") { request.headers.append(("Cookie", "SOCS=CAI")) }
        let response: Response
        do throws(FetchError) {
            response = try await transfers.fetch(request)
        } catch {
            switch error {
            case .badURL, .unsupportedScheme, .badHeader: throw .badAddress(error.description)  // nothing was sent
            case .connect, .tls: throw .unreachable(error.description, isConnected: false)
            default: throw .unreachable(error.description)
            }
        }
        switch response.status {
        case 200..<300: return response
        case 429, 500...: throw .unreachable("the server answered \(response.status)")
        case 401, 402, 403, 405, 406, 451: throw .withheld("the server answered \(response.status)")
        default: throw .noFeed("the server answered \(response.status)")
        }
    }

    private func keepDistance(from url: String) async {
        let host = HostName(of: url)
        let now = ContinuousClock.now
        if let last = lastAsked[host.text], !host.isPrivate, case let due = last + configuration.daemon.hostDelay,
            due > now
        {
            try? await Task.sleep(until: due, clock: .continuous)  // a cancelled wait ends in a cancelled fetch
        }
        lastAsked[host.text] = .now
    }

    private func read(_ response: Response, asked: String) throws(FinderError) -> Found {
        do throws(ParseError) {
            let parsed = try FeedParser.parse(
                response.body, url: response.finalURL, contentType: response.headers.text("content-type"), now: Date())
            return Found(
                url: response.permanentURL ?? asked, title: cleaner.clean(parsed).title, items: parsed.items.count,
                isSitemap: parsed.feed.format.isSitemap)
        } catch {
            throw .noFeed("\(error)")
        }
    }
}

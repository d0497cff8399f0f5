import Config
import Fetch
import Foundation
import Intake
import Model

/// The sitemaps that an index names, and which of them a poll reads: the newest of those that have changed.
struct SitemapIndex: Sendable {
    struct Child: Sendable {
        var url: String
        var modified: Date?
    }

    enum Answer: Sendable {
        case documents([Document])
        /// One could not be fetched; the next poll tries all of them again.
        case failed(PollFailure)
        /// The daemon stops.
        case stopped
    }

    /// Sitemaps that one poll reads.
    static let most = 10
    /// Seconds by which a date without a time may be before what it means.
    private static let slack = 86_400.0

    /// Dated ones first, the newest first of them.
    let children: [Child]
    /// How many have changed and are not among them.
    let left: Int
    /// Some say no date: they are to be read again though the index says nothing new.
    var isOpen: Bool { children.contains { $0.modified == nil } }

    /// - Parameters:
    ///   - all: in that order.
    ///   - since: when they were last read; nil: never.
    init(_ all: [Child], since: Date?) {
        let changed = all.filter { child in
            guard let modified = child.modified, let since else { return true }
            return modified >= since - Self.slack
        }
        children = Array(changed.prefix(Self.most))
        left = changed.count - children.count
    }

    /// One request after the other, as far apart as polls of the host are.
    /// - Parameter byteLimit: of all of them, at least one.
    func fetch(
        _ surroundings: PollSurroundings, byteLimit: Int, pause: @Sendable (String) -> Duration,
        _ request: @Sendable (String) -> Request
    ) async -> Answer {
        var documents: [Document] = []
        var bytes = 0
        for child in children where bytes < byteLimit {
            guard await ArchiveReader.rest(pause(child.url), surroundings) else { return .stopped }
            do throws(FetchError) {
                let response = try await surroundings.fetching.fetch(request(child.url))
                switch response.status {
                case 200..<300 where response.status != 206:
                    bytes += response.body.count
                    documents.append(
                        Document(
                            bytes: response.body, contentType: response.headers.text("content-type"),
                            address: response.finalURL, isVerified: response.isDelimited))
                // What is not there is not there; what is in trouble is asked for again.
                case 400..<500 where ![408, 425, 429].contains(response.status): continue
                default: return .failed(PollFailure(status: response.status).of(child.url))
                }
            } catch .stopped, .cancelled {
                return .stopped
            } catch {
                guard let failure = PollFailure(error) else { return .stopped }
                // What may not be asked for, or leads there, is not there either.
                if [.badRequest, .refusedAddress].contains(failure.kind) { continue }
                return .failed(failure.of(child.url))
            }
        }
        return .documents(documents)
    }
}

extension PollFailure {
    fileprivate func of(_ url: String) -> PollFailure { PollFailure(kind, "\(LoggedURL(url)): \(sentence)") }
}

package import Fetch
import Synchronization

/// Answers requests from a closure, without sockets.
package final class FakeFetching: Fetching {
    package enum Reply: Sendable {
        case response(Response)
        case error(FetchError)
        /// No answer until `stop`, or until `release`.
        case silence
    }

    private struct State {
        var requests: [Request] = []
        var counts: [String: Int] = [:]
        var isStopped = false
        var silent: [CheckedContinuation<Result<Response, FetchError>, Never>] = []
        var watchers: [(count: Int, task: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let reply: @Sendable (_ request: Request, _ number: Int) async -> Reply

    /// - Parameter reply: to a request, and how many there were before for its URL. What it takes, the connection takes:
    ///   the request is held to go out after it.
    package init(_ reply: @escaping @Sendable (_ request: Request, _ number: Int) async -> Reply) {
        self.reply = reply
    }

    package var requests: [Request] { state.withLock { $0.requests } }

    /// Returns when at least so many requests were made.
    package func requests(count: Int) async -> [Request] {
        await withCheckedContinuation { task in
            let isThere = state.withLock { state in
                if state.requests.count < count { state.watchers.append((count, task)) }
                return state.requests.count >= count
            }
            if isThere { task.resume() }
        }
        return requests
    }

    /// Answers those that have waited in silence.
    package func release(with response: Response) {
        let silent = state.withLock { state in
            defer { state.silent = [] }
            return state.silent
        }
        for task in silent { task.resume(returning: .success(response)) }
    }

    package nonisolated(nonsending) func fetch(_ request: Request) async throws(FetchError) -> Response {
        let (number, isStopped, watchers) = state.withLock { state in
            let number = state.counts[request.url, default: 0]
            state.counts[request.url] = number + 1
            state.requests.append(request)
            let ready = state.watchers.filter { $0.count <= state.requests.count }.map(\.task)
            state.watchers.removeAll { $0.count <= state.requests.count }
            return (number, state.isStopped, ready)
        }
        for task in watchers { task.resume() }
        if isStopped { throw .stopped }
        let answer = await reply(request, number)
        guard request.maySend?() ?? true else { throw .cancelled }
        switch answer {
        case .response(let response): return response
        case .error(let error): throw error
        case .silence:
            let result = await withCheckedContinuation { task in
                let isStopped = state.withLock { state in
                    if !state.isStopped { state.silent.append(task) }
                    return state.isStopped
                }
                if isStopped { task.resume(returning: .failure(.stopped)) }
            }
            return try result.get()
        }
    }

    package func stop() async {
        let silent = state.withLock { state in
            state.isStopped = true
            defer { state.silent = [] }
            return state.silent
        }
        for task in silent { task.resume(returning: .failure(.stopped)) }
    }

    package var hasStopped: Bool { get async { state.withLock { $0.isStopped } } }
}

extension Response {
    package static func feed(
        _ ids: [String], at url: String = "https://a.example/feed", headers: String = "", links: Bool = true
    ) -> Response {
        Response(
            status: 200, finalURL: url, headers: HeaderFields(headers),
            body: Array(FeedText.rss(ids, links: links).utf8))
    }

    package static func status(_ status: Int, headers: String = "", hops: [Hop] = []) -> Response {
        Response(
            status: status, finalURL: hops.last?.to ?? "https://a.example/feed", hops: hops,
            headers: HeaderFields(headers))
    }
}

package enum FeedText {
    /// A feed with an entry for each id, the newest first.
    package static func rss(_ ids: [String], links: Bool = true) -> String {
        let items = ids.map { id in
            let link = links ? "<link>https://a.example/\(id)</link>" : ""
            return "<item><guid isPermaLink='false'>\(id)</guid>\(link)<title>Title \(id)</title>"
                + "<description>Text of \(id)</description></item>"
        }
        return "<rss version='2.0'><channel><title>A feed</title>\(items.joined())</channel></rss>"
    }
}

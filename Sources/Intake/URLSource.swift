import Fetch
import Foundation
import Model

/// A feed at a URL.
struct URLSource: Source {
    let request: Request
    let fetching: any Fetching
    let now: @Sendable () -> Date

    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer {
        var request = request
        request.validators = validators
        do throws(FetchError) {
            return Self.answer(of: try await fetching.fetch(request), now: now())
        } catch {
            guard let failure = PollFailure(error) else { return .stopped }
            return .failed(failure, status: error == .unaskedNotModified ? 304 : nil, retryAfter: nil)
        }
    }

    static func answer(of response: Response, now: Date) -> SourceAnswer {
        let (status, now) = (response.status, Int(now.timeIntervalSince1970))
        switch status {
        case 304: return .unchanged(facts(of: response, now: now))
        // Part of something, though no part was asked for.
        case 206: return .failed(PollFailure(status: 206), status: 206, retryAfter: nil)
        case 200..<300:
            return .document(
                Document(
                    bytes: response.body, contentType: response.headers.text("content-type"),
                    language: response.headers.text("content-language"), address: response.finalURL,
                    isVerified: response.isVerified, facts: facts(of: response, now: now)))
        case 410 where response.hops.allSatisfy(\.isPermanent):
            return .gone(status: 410, address: response.finalURL)
        case 400...:
            // Made for 503 and 429, and sent with 403, 413, 500 and others by those who want to be left alone.
            let wait = RetryAfter.seconds(of: response.headers, now: now).map(Double.init)
            return .failed(PollFailure(status: status), status: status, retryAfter: wait)
        default: return .failed(PollFailure(status: status), status: status, retryAfter: nil)
        }
    }

    private static func facts(of response: Response, now: Int) -> SourceFacts {
        SourceFacts(
            status: response.status, validators: response.validators,
            freshness: Freshness.seconds(of: response.headers, now: now).map(Double.init),
            permanentTarget: response.permanentURL)
    }
}

extension Response {
    /// libcurl 7.88 takes a compressed stream that breaks off for its end, and a body that ends with the connection has no
    /// end of its own.
    fileprivate var isVerified: Bool { isDelimited && headers["content-encoding"] == nil }
}

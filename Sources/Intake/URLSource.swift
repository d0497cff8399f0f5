import Fetch
import Foundation
import Model

/// A feed at a URL.
struct URLSource: Source {
    let request: Request
    let fetching: any Fetching
    let now: @Sendable () -> Date

    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer {
        do throws(FetchError) {
            var response = try await response(validators)
            let isConditional = !(validators?.isEmpty ?? true)
            // Some servers and their firewalls refuse conditions, or break over them: then the question goes without.
            if isConditional, Self.maySpurnConditions(response.status) {
                response.share = nil
                let plain = try await self.response(nil)
                if (200..<300).contains(plain.status) {
                    return Self.answer(of: plain, spurnsConditions: true, usesDigest: request.usesDigest, now: now())
                }
            }
            var hops = 0
            while hops < Self.mostRefreshes, response.status == 200,
                let target = MetaRefresh.target(of: response)
            {
                hops += 1
                response.share = nil
                response = try await self.response(nil, at: target)
            }
            return Self.answer(of: response, isRefreshed: hops > 0, usesDigest: request.usesDigest, now: now())
        } catch {
            guard let failure = PollFailure(error) else { return .stopped }
            return .failed(failure, status: error == .unaskedNotModified ? 304 : nil, retryAfter: nil)
        }
    }

    private static let mostRefreshes = 3
    /// Fields that are looked at.
    private static let mostLinks = 16

    private nonisolated(nonsending) func response(
        _ validators: Validators?, at url: String? = nil
    ) async throws(FetchError) -> Response {
        var request = request
        request.validators = validators
        if let url {
            request.secretsURL = request.secretsURL ?? request.url
            request.url = url
        }
        return try await fetching.fetch(request)
    }

    private static func maySpurnConditions(_ status: Int) -> Bool {
        [400, 403, 412].contains(status) || status >= 500 && status != 503
    }

    /// - Parameters:
    ///   - spurnsConditions: the same request with validators failed.
    ///   - isRefreshed: a page led to it, which says nothing of where the feed is for good.
    ///   - usesDigest: how the request would have answered a challenge.
    static func answer(
        of response: Response, spurnsConditions: Bool = false, isRefreshed: Bool = false, usesDigest: Bool = false,
        now: Date
    ) -> SourceAnswer {
        let (status, now) = (response.status, Int(now.timeIntervalSince1970))
        switch status {
        case 304: return .unchanged(facts(of: response, now: now))
        // Part of something, though no part was asked for; all of it is a 200 by another number.
        case 206 where !isAll(response): return .failed(PollFailure(status: 206), status: 206, retryAfter: nil)
        case 200..<300:
            var document = Document(
                bytes: response.body, contentType: response.headers.text("content-type"),
                language: response.headers.text("content-language"), address: response.finalURL,
                isVerified: response.isVerified,
                facts: documentFacts(
                    of: response, spurnsConditions: spurnsConditions, isRefreshed: isRefreshed, now: now))
            (document.share, document.took) = (response.share, response.elapsed)
            return .document(document)
        case 410 where response.hops.allSatisfy(\.isPermanent):
            return .gone(status: 410, address: response.finalURL)
        case 400...:
            // Made for 503 and 429, and sent with 403, 413, 500 and others by those who want to be left alone.
            let wait = RetryAfter.seconds(of: response.headers, now: now).map(Double.init)
            // 403 with nothing left of a quota is how GitHub and others say 429.
            let isLimited = status == 403 && response.headers.text("x-ratelimit-remaining") == "0"
            return .failed(
                PollFailure(refusal: response, usesDigest: usesDigest), status: isLimited ? 429 : status,
                retryAfter: wait)
        default: return .failed(PollFailure(status: status), status: status, retryAfter: nil)
        }
    }

    /// `Content-Range: bytes 0-99/100`, one of unknown length, or none.
    private static func isAll(_ response: Response) -> Bool {
        guard let range = response.headers.text("content-range") else { return true }
        let numbers = range.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.first == 0 else { return false }
        // `bytes 0-99/*`: of how much is not said; the document itself shows whether it is whole.
        if numbers.count == 2 { return range.hasSuffix("/*") && numbers[1] + 1 == response.body.count }
        return numbers.count == 3 && numbers[1] + 1 == numbers[2]
    }

    private static func documentFacts(
        of response: Response, spurnsConditions: Bool, isRefreshed: Bool, now: Int
    ) -> SourceFacts {
        var facts = facts(of: response, now: now)
        facts.spurnsConditions = spurnsConditions
        facts.links = response.headers.values("link").prefix(mostLinks).map { String(decoding: $0, as: UTF8.self) }
        // What was cut short, or was found by way of a page, is asked for anew.
        facts.isCutShort = response.isCutShort
        if spurnsConditions || isRefreshed || response.isCutShort { facts.validators = Validators() }
        if isRefreshed { facts.permanentTarget = nil }
        return facts
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

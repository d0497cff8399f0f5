import Config
import Fetch
import Foundation
import Intake
import Model
import Settings
import Store
import WebSub

/// Runs errands to hubs: one request each, and those that a redirect asks for.
struct HubTransport: Sendable {
    /// The address of the folder that all callbacks are in.
    let callback: String
    private let fetching: any Fetching
    private let pattern: Request
    private let proxies: ProxyChoice
    private let now: @Sendable () -> Date

    /// Hops of one errand.
    private static let mostHops = 5
    /// Bytes of an answer: it says little.
    private static let mostBytes = 64 << 10

    init(
        _ configuration: Configuration, callback: String, fetching: any Fetching, version: String,
        now: @escaping @Sendable () -> Date
    ) {
        (self.callback, self.fetching, self.now) = (callback, fetching, now)
        var pattern = configuration.request(version: version)
        pattern.accept = "*/*"
        pattern.headers = [("Content-Type", "application/x-www-form-urlencoded")]
        pattern.limits.body = Self.mostBytes
        (self.pattern, proxies) = (pattern, configuration.proxies)
    }

    /// - Returns: nil where the daemon stops.
    nonisolated(nonsending) func run(_ errand: HubDesk.Errand) async -> HubDesk.Answer? {
        let body = errand.request.form(errand.subscription, callback: callback)
        var address = HubAddress(errand.subscription.hub)
        for _ in 0..<Self.mostHops {
            guard case .url(let url) = address else {
                return .failed("the hub has no https, and no secret goes out without", retryAfter: nil)
            }
            var request = pattern
            (request.url, request.method) = (url, .post(body: body))
            request.proxy = proxies.proxy(for: url)
            do throws(FetchError) {
                let response = try await fetching.fetch(request)
                switch response.status {
                case 200..<300: return .accepted
                case 301, 302, 307, 308:
                    guard let location = response.headers.text("location") else {
                        return .failed("the hub redirects to nowhere", retryAfter: nil)
                    }
                    address = HubAddress(redirect: location, from: url)
                default: return refusal(response)
                }
            } catch .stopped, .cancelled {
                return nil
            } catch {
                return .failed("the hub: \(error)", retryAfter: nil)
            }
        }
        return .failed("the hub redirects more than \(Self.mostHops) times", retryAfter: nil)
    }

    private func refusal(_ response: Response) -> HubDesk.Answer {
        let wait = RetryAfter.seconds(of: response.headers, now: Int(now().timeIntervalSince1970)).map(Double.init)
        let line = String(decoding: response.body.prefix(400), as: UTF8.self).split(whereSeparator: \.isNewline).first
        let words = line.map { $0.filter { !$0.isNewline && $0 != "<" && $0 != ">" }.prefix(160) } ?? ""
        return .failed(
            "the hub answered \(response.status)\(words.isEmpty ? "" : ": \(words)")", retryAfter: wait)
    }
}

import TestSupport

@testable import Fetch

/// A request to servers on this machine.
func local(_ url: String, _ change: (inout Request) -> Void = { _ in }) -> Request {
    var request = Request(url: url)
    request.addresses = .publicAnd(["127.0.0.0/8"])
    change(&request)
    return request
}

extension TransferLoop {
    /// GETs a URL of this machine.
    nonisolated func get(_ url: String, _ change: (inout Request) -> Void = { _ in }) async throws(FetchError)
        -> Response
    {
        try await fetch(local(url, change))
    }

    /// Why a request fails; nil if it does not.
    nonisolated func failure(_ url: String, _ change: (inout Request) -> Void = { _ in }) async -> FetchError? {
        do throws(FetchError) {
            _ = try await get(url, change)
            return nil
        } catch {
            return error
        }
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Makes requests: `TransferLoop` does, and tests have their own.
public protocol Fetching: Sendable {
    /// The answer of the last hop, whatever the status. Cancelling the task ends the request at once.
    nonisolated(nonsending) func fetch(_ request: Request) async throws(FetchError) -> Response

    /// Ends all that is under way with `.stopped`, and whatever comes later. Waits for nothing.
    func stop() async

    /// `stop` was called: nothing will be fetched any more.
    var hasStopped: Bool { get async }
}

extension TransferLoop: Fetching {}

/// Until when a node may rely on what it holds, by its own clock, which never jumps.
///
/// The store gives a lease for `seconds` from a moment between the request and its answer. Counted from the request, and with
/// a margin for what is begun in the last moment, the node stops before the store lets go.
public struct LeaseTerm: Sendable, Equatable {
    /// Of the end that nothing is begun in.
    private static let margin = 2.0

    private let seconds: Double
    public private(set) var end: Duration?

    public init(seconds: Double) { self.seconds = seconds }

    /// - Parameter request: when the renewal was asked for.
    public mutating func renew(askedAt request: Duration) {
        end = request + .seconds(max(0, seconds - Self.margin))
    }

    public mutating func lapse() { end = nil }

    public func isValid(at time: Duration) -> Bool { end.map { time < $0 } ?? false }
}

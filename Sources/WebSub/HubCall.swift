/// What a hub says when it calls back by GET (W3C WebSub, sections 5.2 and 5.3).
package enum HubCall: Equatable, Sendable {
    /// It wants to know whether this was meant; `seconds`: of the lease, where it says.
    case subscribe(topic: String, challenge: String, seconds: Int?)
    case unsubscribe(topic: String, challenge: String)
    /// There is no subscription, or no longer.
    case denied(topic: String, reason: String?)

    /// Bytes of a challenge that is given back.
    private static let longest = 4_096

    /// - Parameter query: the parameters, decoded.
    package init?(_ query: [(name: String, value: String)]) {
        func value(_ name: String) -> String? { query.first { $0.name == "hub." + name }?.value }
        guard let topic = value("topic") else { return nil }
        switch value("mode") {
        case "denied": self = .denied(topic: topic, reason: value("reason"))
        case let mode?:
            guard let challenge = value("challenge"), (1...Self.longest).contains(challenge.utf8.count) else {
                return nil
            }
            switch mode {
            case "subscribe":
                self = .subscribe(
                    topic: topic, challenge: challenge, seconds: value("lease_seconds").flatMap { Int($0) })
            case "unsubscribe": self = .unsubscribe(topic: topic, challenge: challenge)
            default: return nil
            }
        case nil: return nil
        }
    }
}

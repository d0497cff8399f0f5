public import Config
public import Deliver
public import Store

/// Why an action on a state directory failed, whether the daemon was asked or the command did it by itself.
public enum ActionError: Error, Sendable {
    case store(StoreError)
    case deliver(DeliverError)
    /// A daemon has the state directory, and does not answer on its control socket.
    case unreachable(reason: String)
    /// The daemon could not do it.
    case refused(reason: String)
    /// No webhook has that name.
    case unknownWebhook(name: String, didYouMean: String?)
}

extension ActionError {
    public static func noWebhook(_ name: String, in configuration: Configuration) -> ActionError {
        let names = configuration.webhooks.lazy.map(\.name)
        return .unknownWebhook(name: name, didYouMean: Suggestion.nearest(to: name, among: names))
    }
}

extension ActionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .deliver(let error): "\(error)"
        case .unreachable(let reason), .refused(let reason): reason
        case .unknownWebhook(let name, let meant):
            "there is no webhook '\(name)'" + (meant.map { " (did you mean '\($0)'?)" } ?? "")
        }
    }
}

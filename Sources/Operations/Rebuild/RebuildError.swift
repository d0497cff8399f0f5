public import Deliver
public import Store

/// Why no new store was made. The old one is as it was.
public enum RebuildError: Error, Sendable {
    case store(StoreError)
    case deliver(DeliverError)
    /// The store has no fault: there is nothing to rebuild.
    case sound(path: String)
}

extension RebuildError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .store(let error): "\(error)"
        case .deliver(let error): "\(error)"
        case .sound(let path):
            "\(path) is sound: there is nothing to rebuild; move it away first if you want a new one"
        }
    }
}

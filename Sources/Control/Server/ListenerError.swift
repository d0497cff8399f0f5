/// Why the daemon cannot be spoken to, so that it does not start. Reasons are the system's.
public enum ListenerError: Error, Sendable {
    /// The `listen` of a table cannot be had: the port is in use, or the address is not this machine's.
    case cannotListen(address: String, table: String, reason: String)
    /// The control socket cannot be made.
    case noControlSocket(path: String, reason: String)
}

extension ListenerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotListen(let address, let table, let reason):
            "cannot listen on \(address) (\(table) listen): \(reason)"
        case .noControlSocket(let path, let reason): "cannot make the control socket \(path): \(reason)"
        }
    }
}

import Config
import FlyingFox
import Glibc

/// Where others speak to the daemon: the control socket in its state directory, and the status listener where feeds.toml
/// asks for one. Both are held from before the first poll, so that a port in use stops the start.
actor Doors {
    private let path: ControlPath
    private let control: ListeningSocket
    private let status: (socket: ListeningSocket, host: String)?
    private var listeners: [HTTPListener] = []

    /// The sockets listen, and nobody answers yet.
    init(_ configuration: Configuration) throws(DaemonError) {
        let path = ControlPath(state: configuration.daemon.state)
        do throws(ListeningSocket.Failed) {
            control = try .unix(path)
        } catch {
            throw .noControlSocket(path: path.text, reason: error.reason)
        }
        self.path = path
        guard let address = configuration.status.listen else {
            status = nil
            return
        }
        do throws(ListeningSocket.Failed) {
            status = (try .tcp(address), address.host)
        } catch {
            unlink(path.text)
            throw .cannotListen(address: "\(address.host):\(address.port)", reason: error.reason)
        }
    }

    /// - Parameters:
    ///   - reading: answered on both.
    ///   - changing: answered on the control socket alone, after `reading`.
    func answer(_ routes: DaemonRoutes) async {
        let all = routes.all
        listeners = [HTTPListener(control) { await all.answer($0) }]
        if let status {
            let gate = StatusGate(host: status.host, routes: routes.reading)
            listeners.append(HTTPListener(status.socket) { await gate.answer($0) })
        }
        for listener in listeners { await listener.start() }
    }

    func close() async {
        for listener in listeners { await listener.stop() }
        unlink(path.text)
    }
}

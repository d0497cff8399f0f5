package import Config
import FlyingFox
import Glibc

/// Where others speak to the daemon: the control socket in its state directory, and the status listener where feeds.toml
/// asks for one. Both are held from before the first poll, so that a port in use stops the start.
package actor Listeners {
    private let path: ControlPath
    private let control: ListeningSocket
    private let status: (socket: ListeningSocket, host: String)?
    private var listeners: [HTTPListener] = []

    /// The sockets listen; answers come after `answer(for:)`.
    package init(_ configuration: Configuration) throws(ListenerError) {
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

    /// Answers from here on: reading routes on both, those that change something on the control socket alone.
    package func answer(for engine: some Engine) async {
        let routes = DaemonRoutes(engine: engine, handlers: StatusHandlers(engine: engine))
        let access = ControlAccess(routes: routes.all, owner: geteuid())
        listeners = [HTTPListener(control) { await access.answer($0, from: $1) }]
        if let status {
            let gate = HostCheck(host: status.host, routes: routes.reading)
            listeners.append(HTTPListener(status.socket) { request, _ in await gate.answer(request) })
        }
        for listener in listeners { await listener.start() }
    }

    package func close() async {
        for listener in listeners { await listener.stop() }
        unlink(path.text)
    }
}

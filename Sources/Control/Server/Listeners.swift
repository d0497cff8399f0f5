package import Config
import FlyingFox
import Glibc

/// Where others speak to the daemon: the control socket, and the status listener where feeds.toml asks for one. Both are held from before the first poll, so that a port in use stops the start.
package actor Listeners {
    private let path: SocketPath
    private let control: ListeningSocket
    private let status: ListeningSocket?
    private let statusPath: String?
    private let settings: Configuration.Status
    private var listeners: [HTTPListener] = []

    /// The sockets listen; answers come after `answer(for:)`.
    package init(_ configuration: Configuration) throws(ListenerError) {
        let path = SocketPath(configuration.daemon.controlPath)
        do throws(ListeningSocket.Failed) {
            control = try .unix(path)
        } catch {
            throw .noControlSocket(path: path.text, reason: error.reason)
        }
        self.path = path
        settings = configuration.status
        if case .unix(let path) = settings.listen { statusPath = path } else { statusPath = nil }
        guard let address = settings.listen else {
            status = nil
            return
        }
        do throws(ListeningSocket.Failed) {
            status = try .status(address)
        } catch {
            unlink(path.text)
            throw .cannotListen(address: "\(address)", reason: error.reason)
        }
    }

    /// Answers from here on: reading routes on both, those that change something on the control socket alone.
    package func answer(for engine: some Engine) async {
        let handlers = StatusHandlers(engine: engine)
        let routes = DaemonRoutes(engine: engine, handlers: handlers)
        let access = ControlAccess(routes: routes.all, owner: geteuid())
        var limits = HTTPListener.Limits()
        limits.body = { access.mayAct($0) ? RequestParser.documentLimit : RequestParser.bodyLimit }
        listeners = [HTTPListener(control, limits: limits) { await access.answer($0, from: $1) }]
        if let status {
            let gate = HostCheck(settings, routes: routes.reading) { await handlers.page(for: $0, to: $1) }
            listeners.append(HTTPListener(status) { request, _ in await gate.answer(request) })
        }
        for listener in listeners { await listener.start() }
    }

    package func close() async {
        for listener in listeners { await listener.stop() }
        unlink(path.text)
        if let statusPath { unlink(statusPath) }
    }
}

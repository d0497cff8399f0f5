package import Config
import FlyingFox
import Glibc

/// Where others speak to the daemon: the control socket, and where feeds.toml asks for them the status listener and the one for
/// hubs. All are held from before the first poll, so that a port in use stops the start.
package actor Listeners {
    private let path: SocketPath
    private let control: ListeningSocket
    private let status: ListeningSocket?
    private let hubs: ListeningSocket?
    private let settings: Configuration
    private var listeners: [HTTPListener] = []

    /// The sockets listen; answers come after `answer(for:)`.
    package init(_ configuration: Configuration) throws(ListenerError) {
        let path = SocketPath(configuration.daemon.controlPath)
        do throws(ListeningSocket.Failed) {
            control = try .unix(path)
        } catch {
            throw .noControlSocket(path: path.text, reason: error.reason)
        }
        (self.path, settings) = (path, configuration)
        do throws(ListenerError) {
            status = try Self.socket(configuration.status.listen, "[status]")
            hubs = try Self.socket(configuration.webSub?.listen, "[websub]")
        } catch {
            unlink(path.text)
            throw error
        }
    }

    private static func socket(
        _ address: Configuration.ListenAddress?, _ table: String
    ) throws(ListenerError) -> ListeningSocket? {
        guard let address else { return nil }
        do throws(ListeningSocket.Failed) {
            return try .at(address)
        } catch {
            throw .cannotListen(address: "\(address)", table: table, reason: error.reason)
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
            let gate = HostCheck(settings.status, routes: routes.reading) { await handlers.page(for: $0, to: $1) }
            listeners.append(HTTPListener(status) { request, _ in await gate.answer(request) })
        }
        if let hubs, let callback = settings.webSub?.callback, let callbacks = engine.hubs {
            listeners.append(Self.listener(for: callbacks, at: callback, on: hubs, settings.daemon.maxBody))
        }
        for listener in listeners { await listener.start() }
    }

    private static func listener(
        for callbacks: any HubCallbacks, at callback: String, on socket: ListeningSocket, _ maxBody: Int
    ) -> HTTPListener {
        let handlers = CallbackHandlers(callbacks, callback: callback)
        return HTTPListener(socket, limits: limits(for: handlers, maxBody)) { request, _ in
            await handlers.answer(request)
        }
    }

    static func limits(for handlers: CallbackHandlers, _ maxBody: Int) -> HTTPListener.Limits {
        var limits = HTTPListener.Limits()
        (limits.connections, limits.takesChunks) = (128, true)
        limits.body = { _ in maxBody }
        limits.refusal = { handlers.refusal(of: $0) }
        limits.room = BodyRoom(bytes: 4 * max(16 << 20, maxBody), atPath: maxBody + (1 << 20))
        return limits
    }

    package func close() async {
        for listener in listeners { await listener.stop() }
        unlink(path.text)
        for case .unix(let path)? in [settings.status.listen, settings.webSub?.listen] { unlink(path) }
    }
}

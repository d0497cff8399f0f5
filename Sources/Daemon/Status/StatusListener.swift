import Config
import FlyingFox
import FlyingSocks
import Foundation
import Store

/// `[status] listen`: a read-only HTTP listener with `/healthz` and `/status.json`. Anything but GET and HEAD is refused.
///
/// The `Host` header must be an address, `localhost` or the configured host: a page that rebinds its own name to this
/// machine gets nothing.
actor StatusListener {
    private let server: HTTPServer
    private let address: Configuration.ListenAddress
    init(_ address: Configuration.ListenAddress, store: Store) throws(DaemonError) {
        self.address = address
        let handler = StatusHandler(host: address.host, store: store)
        let timeout = 15.0
        do {
            if address.host.contains(":") {
                server = HTTPServer(
                    address: try .inet6(ip6: address.host, port: address.port), timeout: timeout, logger: .disabled,
                    handler: handler)
            } else {
                let host = address.host == "localhost" ? "127.0.0.1" : address.host
                server = HTTPServer(
                    address: try .inet(ip4: host, port: address.port), timeout: timeout, logger: .disabled,
                    handler: handler)
            }
        } catch {
            throw .cannotListen(address: "\(address.host):\(address.port)", reason: "\(error)")
        }
    }

    /// Returns when it listens.
    func start() async throws(DaemonError) {
        let server = server
        // What comes first: it listens, or it has ended because it cannot.
        let (outcomes, outcome) = AsyncStream.makeStream(of: (any Error)?.self)
        Task {
            do {
                try await server.run()
            } catch {
                outcome.yield(error)
            }
        }
        Task {
            do {
                try await server.waitUntilListening(timeout: 10)
                outcome.yield(nil)
            } catch {
                outcome.yield(error)
            }
        }
        let failure = await outcomes.first { _ in true } ?? nil
        guard let failure else { return }
        throw .cannotListen(address: "\(address.host):\(address.port)", reason: Self.reason(failure))
    }

    func stop() async {
        await server.stop(timeout: 0)
    }

    private static func reason(_ error: any Error) -> String {
        if case SocketError.failed(_, let code, _) = error { return String(cString: strerror(code)) }
        return "\(error)"
    }
}

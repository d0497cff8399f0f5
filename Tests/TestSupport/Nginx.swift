import Foundation

/// nginx with TLS before a `LoopbackServer`, which it tells of each request in `X-Protocol` (`HTTP/2.0`), `X-Connection`
/// (a number) and `X-Session` (`r` for a resumed TLS session). Ends with the last reference to it.
public final class Nginx: Sendable {
    /// `127.…`, chosen by chance.
    public let host: String
    public let port = 8443
    public let certificate: Certificate
    private let directory: TemporaryDirectory
    private let process: RunningProgram

    /// Whether there is an nginx, and an openssl for its certificate.
    public static var isAvailable: Bool { Certificate.isAvailable && path != nil }

    /// - Parameters:
    ///   - names: of the certificate besides the address.
    ///   - days: that the certificate holds; -1: it ended a day ago.
    ///   - keepsAlive: false closes each connection after its answer.
    public init(
        before server: LoopbackServer, isHTTP2: Bool = true, names: [String] = [], days: Int = 2,
        keepsAlive: Bool = true
    ) throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        (host, certificate, process) = try Self.anywhere { host in
            let certificate = try Certificate(in: directory, "server", for: ["IP:\(host)"] + names, days: days)
            let file = try directory.write(
                Self.configuration(
                    directory.path, listen: "\(host):8443 ssl\(isHTTP2 ? " http2" : "")", certificate,
                    upstream: server, keepsAlive: keepsAlive), to: "nginx.conf")
            let process = try RunningProgram(["-c", file.path], path: Self.path ?? "nginx")
            // The first words after it has opened its socket.
            return process.waitForError(containing: "RLIMIT_NOFILE") ? (certificate, process) : nil
        }
    }

    deinit { process.send(SIGKILL) }

    /// Somebody else may have an address: tries a few.
    private static func anywhere(
        _ start: (String) throws -> (Certificate, RunningProgram)?
    ) throws -> (String, Certificate, RunningProgram) {
        for _ in 0..<5 {
            let host = "127.\(Int.random(in: 64...127)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))"
            if let (certificate, process) = try start(host) { return (host, certificate, process) }
        }
        throw CocoaError(.executableLoad)
    }

    private static let path = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    public func url(_ path: String = "/") -> String { "https://\(host):\(port)\(path)" }

    private static func configuration(
        _ directory: String, listen: String, _ certificate: Certificate, upstream: LoopbackServer, keepsAlive: Bool
    ) -> String {
        """
        daemon off;
        master_process off;
        pid \(directory)/pid;
        error_log stderr notice;
        events { worker_connections 256; }
        http {
            access_log off;
            client_body_temp_path \(directory)/bodies;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            ssl_session_cache builtin:100;
            \(keepsAlive ? "" : "keepalive_timeout 0;")
            server {
                listen \(listen);
                ssl_certificate \(certificate.file.path);
                ssl_certificate_key \(certificate.key.path);
                location / {
                    proxy_pass http://\(upstream.host):\(upstream.port);
                    proxy_http_version 1.1;
                    proxy_buffering off;
                    proxy_set_header X-Protocol $server_protocol;
                    proxy_set_header X-Connection $connection;
                    proxy_set_header X-Session $ssl_session_reused;
                }
            }
        }

        """
    }
}

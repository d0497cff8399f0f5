import Foundation
import Glibc
import Synchronization

/// A SOCKS 5 proxy (RFC 1928) on this machine that connects to nothing: it answers each request itself, with 200 and what it
/// was told to connect to.
public final class SocksServer: Sendable {
    public let port: Int
    private let listener: CInt
    private let asked = Mutex<[String]>([])

    /// What it was told to connect to: `name:example.org`, `address:192.0.2.1`.
    public var targets: [String] { asked.withLock { $0 } }

    public init() throws {
        (listener, port) = try Sockets.listen(host: "127.0.0.1", port: 0)
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while let client = Sockets.accept(listener) {
                Thread.detachNewThread { [weak self] in
                    self?.serve(client)
                    close(client)
                }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, CInt(SHUT_RDWR)) }

    public func url(_ scheme: String) -> String { "\(scheme)://127.0.0.1:\(port)" }

    private func serve(_ client: CInt) {
        guard let greeting = Self.read(2, from: client), Self.read(Int(greeting[1]), from: client) != nil,
            Self.send([5, 0], to: client), let head = Self.read(4, from: client), let target = target(head[3], client),
            Self.read(2, from: client) != nil
        else { return }
        asked.withLock { $0.append(target) }
        guard Self.send([5, 0, 0, 1, 0, 0, 0, 0, 0, 0], to: client) else { return }
        var request: [UInt8] = []
        while request.suffix(4) != Array("\r\n\r\n".utf8)[...] {
            guard let byte = Self.read(1, from: client) else { return }
            request += byte
        }
        _ = Self.send(
            Array("HTTP/1.1 200 OK\r\nContent-Length: \(target.utf8.count)\r\n\r\n\(target)".utf8), to: client)
    }

    private func target(_ kind: UInt8, _ client: CInt) -> String? {
        switch kind {
        case 1: return Self.read(4, from: client).map { "address:" + $0.map(String.init).joined(separator: ".") }
        case 3:
            guard let count = Self.read(1, from: client), let name = Self.read(Int(count[0]), from: client) else {
                return nil
            }
            return "name:" + String(decoding: name, as: UTF8.self)
        case 4: return Self.read(16, from: client).map { "address:\($0)" }
        default: return nil
        }
    }

    private static func read(_ count: Int, from client: CInt) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var buffer = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(client, &buffer, buffer.count, 0)
            guard got > 0 else { return nil }
            bytes += buffer[..<got]
        }
        return bytes
    }

    private static func send(_ bytes: [UInt8], to client: CInt) -> Bool {
        Glibc.send(client, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count
    }
}

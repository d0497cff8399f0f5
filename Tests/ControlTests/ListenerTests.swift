import Config
import FlyingFox
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Control

@Suite("Connections of a listener", .timeLimit(.minutes(1)))
struct ListenerTests {
    @Test("three hundred that send nothing, or half a head, keep no one from being answered")
    func silent() async throws {
        var limits = HTTPListener.Limits()
        (limits.connections, limits.request) = (128, 3_600)
        let answers = try await with(limits) { port in
            let silent = try (0..<300).map { try Self.connection(to: port, sending: $0 % 2 == 0 ? "GET / HT" : "") }
            defer { for connection in silent { close(connection) } }
            let request = Array("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
            return try (0..<3).map { _ in try Wire.exchange(port: port, request) }
        }
        #expect(answers.allSatisfy { $0.hasSuffix("here\n") })
    }

    @Test("a body for which there is no room at its path is put off, and comes in when there is")
    func room() async throws {
        var limits = HTTPListener.Limits()
        limits.room = BodyRoom(bytes: 100_000, atPath: 60_000)
        let answers = try await with(limits) { port in
            func head(_ path: String) -> String {
                "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n"
            }
            let (half, end) = (String(repeating: "x", count: 49_999), "x")
            // It is told to go on once its head is read, and answered in the end.
            let first = try Self.connection(to: port, sending: head("/a") + "Expect: 100-continue\r\n\r\n")
            #expect(Self.read(from: first).hasPrefix("HTTP/1.1 100"))
            send(first, half, half.utf8.count, CInt(MSG_NOSIGNAL))
            var refused = ""
            let request = Array((head("/a") + "Connection: close\r\n\r\n" + half + end).utf8)
            while !refused.hasPrefix("HTTP/1.1 503") { refused = try Wire.exchange(port: port, request) }
            let other = try Wire.exchange(
                port: port, Array((head("/b") + "Connection: close\r\n\r\n" + half + end).utf8))
            send(first, end, 1, CInt(MSG_NOSIGNAL))
            let answer = Self.read(from: first)
            close(first)
            return [refused, other, answer, try Wire.exchange(port: port, request)]
        }
        #expect(answers[0].contains("Retry-After: 60"))
        #expect(answers.dropFirst().allSatisfy { $0.hasPrefix("HTTP/1.1 200") })
    }

    @Test("hubs have room for four documents, and one feed for one")
    func roomOfHubs() throws {
        struct None: HubCallbacks {
            func mayKnow(_ path: String) -> Bool { false }
            func call(_ path: String, _ query: [(name: String, value: String)]) async -> String? { nil }
            func take(_ push: HubPush, at path: String) async -> HubReceipt { .unknown }
        }
        let limits = Listeners.limits(for: CallbackHandlers(None(), callback: "https://a.example/hub/"), 1 << 20)
        let room = try #require(limits.room)
        var (one, same) = (BodyShare(room), BodyShare(room))
        #expect(
            one.grow(to: 1 << 20, at: "/a") && same.grow(to: 1 << 20, at: "/a") && !same.grow(to: 2 << 20, at: "/a"))
        var others = (0..<32).map { _ in BodyShare(room) }
        let taken = others.indices.filter { others[$0].grow(to: 2 << 20, at: "/\($0)") }
        #expect(taken.count == 31)
    }

    /// Runs a listener, and what blocks its thread on one of its own.
    private func with(
        _ limits: HTTPListener.Limits, _ body: @escaping @Sendable (_ port: Int) throws -> [String]
    ) async throws -> [String] {
        let socket = try ListeningSocket.at(.tcp(host: "127.0.0.1", port: 0))
        let port = try Self.port(of: socket.descriptor)
        let listener = HTTPListener(socket, limits: limits) { _, _ in .words(.ok, "here\n") }
        await listener.start()
        let answers = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body(port) }) }
        }
        await listener.stop()
        return answers
    }

    private static func connection(to port: Int, sending text: String) throws -> CInt {
        let connection = try Wire.open(port: port)
        if !text.isEmpty { send(connection, text, text.utf8.count, CInt(MSG_NOSIGNAL)) }
        return connection
    }

    private static func read(from connection: CInt) -> String {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(connection, &chunk, chunk.count, 0)
        return String(decoding: chunk.prefix(max(0, count)), as: UTF8.self)
    }

    private static func port(of descriptor: CInt) throws -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        try #require(code == 0)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

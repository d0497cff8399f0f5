import Foundation
import Glibc

/// One connection of a `LoopbackServer`: reads requests and plays the replies' scripts, on a thread of its own.
struct LoopbackConnection {
    let socket: CInt
    let number: Int
    private var unread: [UInt8] = []

    init(socket: CInt, number: Int) {
        self.socket = socket
        self.number = number
    }

    mutating func serve(_ handler: LoopbackServer.Handler, _ log: RequestLog) {
        while let request = nextRequest() {
            log.append(request)
            for step in handler(request).steps {
                guard play(step) else { return }
            }
        }
    }

    /// nil where the client has hung up, or talks nonsense.
    private mutating func nextRequest() -> LoopbackRequest? {
        let end = Array("\r\n\r\n".utf8)
        var headEnd = unread.firstRange(of: end)
        while headEnd == nil {
            guard receive() else { return nil }
            headEnd = unread.firstRange(of: end)
        }
        guard let headEnd, let head = request(head: unread[..<headEnd.lowerBound], body: []) else { return nil }
        let length = head["Content-Length"].flatMap { Int($0) } ?? 0
        while unread.count < headEnd.upperBound + length {
            guard receive() else { return nil }
        }
        let body = Array(unread[headEnd.upperBound..<(headEnd.upperBound + length)])
        defer { unread.removeFirst(headEnd.upperBound + length) }
        return request(head: unread[..<headEnd.lowerBound], body: body)
    }

    private func request(head: ArraySlice<UInt8>, body: [UInt8]) -> LoopbackRequest? {
        LoopbackRequest(head: head, body: body, connection: number)
    }

    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count > 0 { unread.append(contentsOf: buffer[..<count]) }
        return count > 0
    }

    /// False where the connection is to end.
    private mutating func play(_ step: Reply.Step) -> Bool {
        switch step {
        case .send(let bytes): return send(bytes)
        case .drip(let bytes, let pause, let forever):
            repeat {
                for byte in bytes {
                    guard send([byte]) else { return false }
                    Thread.sleep(forTimeInterval: pause / .seconds(1))
                }
            } while forever
        case .flood(let bytes):
            while send(bytes) {}
            return false
        case .wait(let gate): gate.block()
        case .stall(let gate):
            while receive() {}
            gate.open()
            return false
        case .tunnel(let host, let port):
            tunnel(to: host, port)
            return false
        case .close: return false
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            return false
        }
        return true
    }

    /// Returns when both have ended.
    private func tunnel(to host: String, _ port: Int) {
        guard let other = try? Sockets.connect(host: host, port: port) else { return }
        let (client, done) = (socket, Gate())
        Thread.detachNewThread {
            Sockets.copy(from: other, to: client)
            done.open()
        }
        Sockets.copy(from: client, to: other)
        done.block()
        close(other)
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress! + sent, bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

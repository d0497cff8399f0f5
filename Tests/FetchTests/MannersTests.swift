import Foundation
import TestSupport
import Testing

@testable import Fetch

@Suite("What servers ask for beside the usual", .timeLimit(.minutes(1)))
struct MannersTests {
    private let loop = TransferLoop()

    @Test(
        "names of Tor's never go to DNS: without a proxy that looks them up they are refused",
        arguments: [
            nil, "socks5://127.0.0.1:1",
        ])
    func onionWithoutProxy(proxy: String?) async {
        for host in ["abcdefghijklmnop.onion", "a.ABCDEFGHIJKLMNOP.Onion", "abcdefghijklmnop.onion.", "A.Onion."] {
            #expect(await loop.failure("http://\(host)/feed") { $0.proxy = proxy } == .onionWithoutProxy)
        }
    }

    @Test func aRedirectToAnOnionIsRefused() async throws {
        let server = try LoopbackServer { _ in .redirect(302, to: "http://abcdefghijklmnop.onion/") }
        #expect(await loop.failure(server.url()) == .onionWithoutProxy)
    }

    @Test("an HTTP proxy is asked for them")
    func onionByProxy() async throws {
        let proxy = try LoopbackServer { _ in .ok("<rss/>") }
        let response = try await loop.get("http://abcdefghijklmnop.onion/feed") { $0.proxy = proxy.url("") }
        #expect(response.text == "<rss/>" && proxy.requests.map(\.path) == ["http://abcdefghijklmnop.onion/feed"])
    }

    @Test("Digest: the password is never sent, and the second request answers the challenge")
    func digest() async throws {
        let server = try LoopbackServer { request in
            let words = request["Authorization"] ?? ""
            return words.hasPrefix("Digest ") && words.contains("username=\"me\"") && words.contains("response=")
                && words.contains("uri=\"/feed?a=1\"") && words.contains("nonce=\"n1\"")
                ? .ok("<rss/>")
                : .status(401, ["WWW-Authenticate": "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\", algorithm=MD5"])
        }
        let response = try await loop.get(server.url("/feed?a=1")) {
            ($0.credentials, $0.usesDigest) = (.init(username: "me", password: "sesame"), true)
        }
        #expect(response.status == 200 && response.text == "<rss/>")
        #expect(server.requests.count == 2 && server.requests[0]["Authorization"]?.contains("response=") != true)
        #expect(
            server.requests.allSatisfy { !"\($0.headers)".contains("sesame") && !"\($0.headers)".contains("Basic") })
    }

    /// A server of HTTP/2 by hand: what it does with the first requests of each connection is up to the test.
    private static let server = """
        import socket, ssl, sys, threading, struct
        folder, kind = sys.argv[1], sys.argv[2]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + '/certificate.pem', folder + '/key.pem')
        context.set_alpn_protocols(['h2', 'http/1.1'])
        def frame(type, flags, stream, payload=b''):
            return struct.pack('>I', len(payload))[1:] + bytes([type, flags]) + struct.pack('>I', stream) + payload
        def read(c, n):
            d = b''
            while len(d) < n:
                x = c.recv(n - len(d))
                if not x: raise EOFError
                d += x
            return d
        count = [0]
        def serve(c):
            try:
                c = context.wrap_socket(c, server_side=True)
                if c.selected_alpn_protocol() != 'h2':
                    print('http/1.1', flush=True)
                    c.recv(65536)
                    c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\n<rss/>')
                    return c.close()
                read(c, 24)
                c.sendall(frame(4, 0, 0))
                while True:
                    head = read(c, 9)
                    length = struct.unpack('>I', b'\\0' + head[:3])[0]
                    read(c, length)
                    if head[3] != 1: continue
                    stream = struct.unpack('>I', head[5:])[0]
                    count[0] += 1
                    print('h2', flush=True)
                    bad = kind.endswith('always') or count[0] == 1
                    if not bad:
                        c.sendall(frame(1, 4, stream, b'\\x88') + frame(0, 1, stream, b'<rss/>'))
                    elif kind.startswith('goaway'):
                        c.sendall(frame(7, 0, 0, struct.pack('>II', 0, 2)))
                        return c.close()
                    elif kind.startswith('calm down'):
                        c.sendall(frame(7, 0, 0, struct.pack('>II', stream, 11)))
                        return c.close()
                    elif kind.startswith('hang up'):
                        return c.close()
                    elif kind.startswith('slam'):
                        c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                        return c.close()
                    elif kind.startswith('no end'):
                        c.sendall(frame(1, 4, stream, b'\\x88') + frame(0, 0, stream, b'<rss/>') + frame(3, 0, stream, struct.pack('>I', 0)))
                    else:
                        c.sendall(frame(3, 0, stream, struct.pack('>I', 7 if kind.startswith('refuse') else 2)))
            except Exception: pass
        s = socket.socket()
        s.bind(('127.0.0.1', 0))
        s.listen(8)
        print(s.getsockname()[1], flush=True)
        while True:
            threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
        """

    @Test(
        "GOAWAY and reset streams are tried on a fresh connection, then by HTTP/1.1",
        .enabled(if: TLSServer.isAvailable),
        arguments: [
            ("goaway once", ["h2", "h2"]), ("reset once", ["h2", "h2"]),
            ("goaway always", ["h2", "h2", "http/1.1"]), ("reset always", ["h2", "h2", "http/1.1"]),
            ("calm down once", ["h2", "h2"]), ("calm down always", ["h2", "h2", "http/1.1"]),
            ("hang up once", ["h2", "h2"]), ("hang up always", ["h2", "h2", "http/1.1"]),
            ("slam once", ["h2", "h2"]), ("slam always", ["h2", "h2", "http/1.1"]),
            ("refuse once", ["h2", "h2"]),
            // libcurl itself asks five times more.
            ("refuse always", Array(repeating: "h2", count: 6) + ["http/1.1"]),
            ("no end always", ["h2", "h2", "http/1.1"]),
        ])
    func streams(kind: String, asked: [String]) async throws {
        let tls = try TLSServer()
        let folder = tls.certificate.deletingLastPathComponent().path
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", Self.server, folder, kind]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        var text = ""
        func line() -> String? {
            while !text.contains("\n") {
                let data = output.fileHandleForReading.availableData
                if data.isEmpty { return nil }
                text += String(decoding: data, as: UTF8.self)
            }
            let line = text.prefix { $0 != "\n" }
            text.removeFirst(line.count + 1)
            return String(line)
        }
        let port = try #require(line())
        let response = try await loop.get("https://localhost:\(port)/") { $0.caFile = tls.certificate.path }
        #expect(response.text == "<rss/>")
        kill(process.processIdentifier, SIGKILL)
        var seen: [String] = []
        while let protocolName = line() { seen.append(protocolName) }
        #expect(seen == asked)
    }
}

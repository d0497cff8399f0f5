import Foundation
import TestSupport
import Testing

@testable import Fetch

/// Against `openssl s_server` with a certificate of its own; skipped where there is no openssl.
@Suite(.enabled(if: TLSServer.isAvailable, "needs the openssl command"), .timeLimit(.minutes(1)))
struct TLSTests {
    let loop = TransferLoop()

    @Test func anUnknownCertificateIsRefused() async throws {
        let server = try TLSServer()
        guard case .tls(let message) = await loop.failure("https://localhost:\(server.port)/") else {
            Issue.record("accepted")
            return
        }
        #expect(message.contains("certificate"))
    }

    @Test func aFeedMayNameItsCertificate() async throws {
        let server = try TLSServer()
        let url = "https://localhost:\(server.port)/"
        #expect(try await loop.get(url) { $0.caFile = server.certificate.path }.status == 200)
        // And it holds for that feed alone, though the connection is still there.
        guard case .tls = await loop.failure(url) else {
            Issue.record("accepted")
            return
        }
    }

    @Test func theNameMustBeTheCertificates() async throws {
        let server = try TLSServer()
        let error = await loop.failure("https://127.0.0.1:\(server.port)/") { $0.caFile = server.certificate.path }
        guard case .tls = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aServerThatAsksForACertificateGetsTheFeeds() async throws {
        let directory = try TemporaryDirectory()
        let ours = try Certificate(in: directory, "ours", for: ["DNS:client"])
        let others = try Certificate(in: directory, "others", for: ["DNS:client"])
        let server = try TLSServer(clientsOf: ours.file)
        func failure(_ certificate: URL?, _ key: URL?) async -> FetchError? {
            await loop.failure("https://localhost:\(server.port)/") {
                $0.caFile = server.certificate.path
                ($0.clientCertificate, $0.clientKey) = (certificate?.path, key?.path)
            }
        }
        #expect(await failure(ours.file, ours.key) == nil)
        let both = try Data(contentsOf: ours.file) + Data(contentsOf: ours.key)
        try both.write(to: directory.appending("both.pem"))
        #expect(await failure(directory.appending("both.pem"), nil) == nil)
        for (certificate, key) in [(nil, nil), (others.file, others.key), (ours.file, others.key), (ours.file, nil)] {
            guard case .tls = await failure(certificate, key) else {
                Issue.record("\(certificate?.path ?? "none") \(key?.path ?? "none")")
                continue
            }
        }
    }

    @Test func sessionsAreResumedWithMoreHostsThanLibcurlHasPlacesFor() async throws {
        let server = try TLSServer()
        var resumed: [Bool] = []
        for round in 0..<2 {
            for host in 0..<12 {
                let answer = try await loop.get("https://a\(host).localhost:\(server.port)/") {
                    $0.caFile = server.certificate.path
                }
                if round == 1 { resumed.append(answer.text.contains("Reused, TLS")) }
            }
        }
        #expect(resumed == Array(repeating: true, count: 12))
    }

    /// libcurl keeps what it has read of a file for a minute, and the connections and sessions that came of it.
    @Test func certificatesThatWereRenewedInPlaceCountAtOnce() async throws {
        let (old, new) = (try TLSServer(), try TLSServer())
        let directory = try TemporaryDirectory()
        let file = directory.appending("ca.pem")
        func isTrusted(_ server: TLSServer, version: UInt32) async -> Bool {
            await loop.failure("https://localhost:\(server.port)/") {
                ($0.caFile, $0.certificateVersion) = (file.path, version)
            } == nil
        }
        try Data(contentsOf: old.certificate).write(to: file)
        #expect(await isTrusted(old, version: 1))
        #expect(await !isTrusted(new, version: 1))
        try Data(contentsOf: new.certificate).write(to: file)
        #expect(await isTrusted(new, version: 0x8000_0002))
        #expect(await !isTrusted(old, version: 0x8000_0002))
    }

    @Test func aDamagedCertificateFileIsToldByItsOwnPath() async throws {
        let server = try TLSServer()
        let directory = try TemporaryDirectory()
        let file = try directory.write("-----BEGIN CERTIFICATE-----\nx\n", to: "ca.pem")
        let failure = await loop.failure("https://localhost:\(server.port)/") {
            ($0.caFile, $0.certificateVersion) = (file.path, 7)
        }
        guard case .tls(let message) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(message.contains(" \(file.path)"), "\(message)")
    }

    @Test func aMissingCertificateFileIsTold() async throws {
        let server = try TLSServer()
        guard case .tls = await loop.failure("https://localhost:\(server.port)/", { $0.caFile = "/nowhere.pem" }) else {
            Issue.record("accepted")
            return
        }
    }
}

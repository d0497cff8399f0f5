import Foundation

/// `openssl s_server` for `localhost`, with a self-signed certificate made for the occasion. It answers any GET with a
/// page about the connection, and ends with the last reference to it.
final class TLSServer: Sendable {
    let port: Int
    let certificate: URL
    private let process: Process

    static let isAvailable = (try? run(["version"])) != nil

    /// - Parameter trusted: who issues the certificates that clients have to show; nil where they need none.
    init(clientsOf trusted: URL? = nil) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "newspool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem")
        let key = folder.appending(path: "key.pem")
        try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost",
            // More names than libcurl has places for sessions.
            "-addext", "subjectAltName=DNS:localhost," + (0..<12).map { "DNS:a\($0).localhost" }.joined(separator: ","),
            "-keyout", key.path, "-out", certificate.path,
        ])
        let output = Pipe()
        process = Self.process(
            [
                "s_server", "-4", "-accept", "0", "-www", "-cert", certificate.path, "-key", key.path,
            ] + (trusted.map { ["-Verify", "1", "-verify_return_error", "-CAfile", $0.path] } ?? []))
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        // "ACCEPT 0.0.0.0:46493"
        var text = ""
        var port: Int?
        while port == nil, case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .first { $0.hasPrefix("ACCEPT") }
            port = line.flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
        }
        guard let port else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)  // tests start their children with signals blocked
        try? FileManager.default.removeItem(at: certificate.deletingLastPathComponent())  // a temporary folder at worst
    }

    @discardableResult
    private static func run(_ arguments: [String]) throws -> Int32 {
        let process = process(arguments)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return process.terminationStatus
    }

    private static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        return process
    }
}

public import Foundation

/// A self-signed certificate made by the openssl command, and its key.
public struct Certificate: Sendable {
    public let file: URL
    public let key: URL

    /// Whether there is an openssl command.
    public static let isAvailable = (try? Command.run("openssl", ["version"])) != nil

    /// - Parameters:
    ///   - names: that it is for, as openssl's extensions have them: `DNS:localhost`, `IP:127.0.0.1`.
    ///   - days: it holds for so long; -1 made it end a day ago.
    public init(in directory: TemporaryDirectory, _ name: String, for names: [String], days: Int = 2) throws {
        file = directory.appending("\(name).pem")
        key = directory.appending("\(name).key")
        let request = directory.appending("\(name).csr")
        let extensions = try directory.write("subjectAltName=" + names.joined(separator: ","), to: "\(name).ext")
        try Command.run(
            "openssl",
            [
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=test",
                "-keyout", key.path, "-out", request.path,
            ])
        try Command.run(
            "openssl",
            [
                "x509", "-req", "-in", request.path, "-signkey", key.path, "-days", "\(days)",
                "-extfile", extensions.path, "-out", file.path,
            ])
    }
}

/// Other people's programs.
enum Command {
    /// Runs to the end.
    /// - Throws: where it is not there, or ends with another status than 0.
    static func run(_ name: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}

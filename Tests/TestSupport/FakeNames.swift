import Foundation

/// A resolver for names that end in `.test`, preloaded into a program (`Tests/Fixtures/names/names.c`): each is this
/// machine after 50 ms, but those that begin with `dead`, which get no answer for a minute.
public struct FakeNames: Sendable {
    /// A question: how many were open when it was asked, and the name.
    public struct Question: Sendable {
        public let open: Int
        public let name: String
    }

    /// Whether there is a C compiler to make it with.
    public static let isAvailable = library != nil

    private let log: URL

    /// - Parameter directory: of the test; the questions are written there.
    public init(in directory: TemporaryDirectory) { log = directory.appending("names.log") }

    /// For the program's environment.
    public var environment: [String: String] { ["LD_PRELOAD": Self.library?.path ?? "", "NAMES_LOG": log.path] }

    /// All so far, in order.
    public var questions: [Question] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""  // none yet
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            return parts.count == 2 ? Int(parts[0]).map { Question(open: $0, name: String(parts[1])) } : nil
        }
    }

    /// Compiled once for all tests of the process, and left to the system's temporary folder.
    private static let library: URL? = {
        let file = FileManager.default.temporaryDirectory.appending(path: "newspool-names-\(getpid()).so")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "cc", "-shared", "-fPIC", "-o", file.path, Fixtures.directory.appending(path: "names/names.c").path, "-ldl",
        ]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? file : nil
    }()
}

import Dispatch
import Fetch
import Files
import Foundation
import Model

/// A feed that a program of this machine prints. Never a shell: its arguments reach it as feeds.toml has them.
struct CommandSource: Source {
    let command: [String]
    /// The feed's.
    let name: String
    let address: String
    let limits: CommandOutput.Limits
    let fetching: any Fetching

    /// How often the daemon's stop is looked for.
    private static let look = Duration.milliseconds(200)

    nonisolated(nonsending) func read(_: Validators?) async -> SourceAnswer {
        let running = CommandOutput(limits: limits)
        let watch = Task { [fetching] in
            while !Task.isCancelled {
                if await fetching.hasStopped { return running.stop() }
                try? await Task.sleep(for: Self.look)  // cancelled at the end
            }
        }
        defer { watch.cancel() }
        do throws(SystemError) {
            return try await run(running)
        } catch {
            return failed("\(command[0]) cannot be run: \(error)\(Self.advice(error))")
        }
    }

    private nonisolated(nonsending) func run(_ running: CommandOutput) async throws(SystemError) -> SourceAnswer {
        let environment = Self.environment(name)
        let result: Result<SourceAnswer, SystemError> = await withCheckedContinuation { continuation in
            // A thread of its own: it waits for the program.
            DispatchQueue(label: "newspool.command").async {
                continuation.resume(
                    returning: Result { () throws(SystemError) in
                        answer(of: try running.run(command, environment: environment, directory: "/"))
                    })
            }
        }
        return try result.get()
    }

    private func answer(of result: CommandOutput.Result) -> SourceAnswer {
        let words = result.lastWords.map { ": \($0)" } ?? ""
        switch result.end {
        case .stopped: return .stopped
        case .overdue: return failed("it had not ended after \(limits.time) and was killed\(words)")
        case .tooLarge: return failed("it printed more than 'max_body' allows (\(limits.bytes) bytes) and was killed")
        case .ended(.signal(let number)): return failed("it was ended by signal \(number)\(words)")
        case .ended(.code(let code)) where code != 0: return failed("exit status \(code)\(words)")
        case .ended where result.output.isEmpty: return failed("it printed nothing\(words)")
        case .ended:
            let document = Document(bytes: result.output, address: address, isVerified: true)
            return document.gunzipped(limit: limits.bytes).map { .document($0) }
                ?? failed("what it printed cannot be decompressed within 'max_body'")
        }
    }

    private func failed(_ sentence: String) -> SourceAnswer {
        .failed(PollFailure(.command, sentence), status: nil, retryAfter: nil)
    }

    /// All that a command knows of this process.
    private static func environment(_ feed: String) -> [String: String] {
        let ours = ProcessInfo.processInfo.environment
        var environment = ["NEWSPOOL_FEED": feed.replacing("\0", with: "")]
        environment["PATH"] = ours["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for name in ["HOME", "LANG"] { environment[name] = ours[name] }
        return environment
    }

    private static func advice(_ error: SystemError) -> String {
        error.code == EACCES ? " (a daemon that had no command at its start runs none: restart it)" : ""
    }
}

extension Document {
    /// What gzip compressed; nil where that is damaged or too large.
    func gunzipped(limit: Int) -> Document? {
        guard Gunzip.isGzip(bytes) else { return self }
        guard let bytes = try? Gunzip.decode(bytes, limit: limit) else { return nil }
        var document = self
        document.bytes = bytes
        return document
    }
}

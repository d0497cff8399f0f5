import Deliver
import Dispatch
import Files
import Foundation
import Glibc
import Synchronization

/// Runs the command of `consume`, once for each batch, and ends it where a stop was asked for.
package final class CommandRunner: Sendable {
    /// How long after SIGTERM it is killed.
    private static let lastGrace = DispatchTimeInterval.seconds(2)

    private let command: [String]
    private let environment: [String: String]
    private let grace: DispatchTimeInterval
    /// The spool's directory, absolute.
    let root: String
    private let running = Mutex<ChildProcess?>(nil)

    /// - Parameter root: the spool's directory.
    package init(_ options: ConsumeOptions, root: String) {
        command = options.command
        self.root = URL(filePath: root).standardizedFileURL.path
        environment = options.environment.filter { !Self.variables.contains($0.key) }
        grace = .milliseconds(Int(options.grace / .milliseconds(1)))
    }

    private static let variables: Set<String> = [
        "NEWSPOOL_SEQ", "NEWSPOOL_ID", "NEWSPOOL_FEED", "NEWSPOOL_URL", "NEWSPOOL_PATH",
    ]

    /// - Throws: where there is no such program.
    func check() throws(ConsumeError) {
        let name = command[0]
        if name.contains("/") {
            if access(name, X_OK) != 0 { throw .noProgram(name, SystemError()) }
            return
        }
        let path = environment["PATH"] ?? "/bin:/usr/bin"
        let places = path.split(separator: ":", omittingEmptySubsequences: false).map { $0.isEmpty ? "." : $0 }
        guard places.contains(where: { access("\($0)/\(name)", X_OK) == 0 }) else {
            throw .noProgram(name, SystemError(ENOENT))
        }
    }

    /// Runs the command on a batch. A task that is cancelled gives it its grace, then ends its process group.
    /// - Parameter meanwhile: what there is to do while it runs.
    /// - Throws: where it cannot be run.
    func run(
        _ batch: ConsumeBatch, lock: ReaderLock, meanwhile: () -> Void
    ) async throws(ConsumeError) -> ChildProcess.Ending {
        // In memory: a command that reads none of it, or that outlives this program, sees whole lines.
        let input: MemoryFile
        do throws(SystemError) {
            input = try MemoryFile(batch.input)
        } catch {
            throw .noInput(error)
        }
        lock.note(isRunning: true)
        defer { lock.note(isRunning: false) }
        let child: ChildProcess
        do throws(SystemError) {
            child = try .start(
                command, environment: variables(of: batch), input: input.descriptor, inherited: [lock.descriptor])
        } catch {
            throw .noProgram(command[0], error)
        }
        running.withLock { $0 = child }
        defer { running.withLock { $0 = nil } }
        return await withTaskCancellationHandler {
            meanwhile()
            return await child.wait()
        } onCancel: { [grace] in
            let queue = DispatchQueue.global()
            queue.asyncAfter(deadline: .now() + grace) {
                child.signal(SIGTERM)
                queue.asyncAfter(deadline: .now() + Self.lastGrace) { child.signal(SIGKILL) }
            }
        }
    }

    /// Ends the command at once, if one is running.
    package func kill() {
        running.withLock { $0 }?.signal(SIGKILL)
    }

    private func variables(of batch: ConsumeBatch) -> [String: String] {
        var variables = environment
        let last = batch.lastLine
        variables["NEWSPOOL_SEQ"] = "\(batch.seqs[batch.count - 1])"
        let entry = JournalEntry(last)
        let texts = [
            "NEWSPOOL_ID": entry?.id, "NEWSPOOL_FEED": entry?.feed, "NEWSPOOL_URL": entry?.url,
            "NEWSPOOL_PATH": entry?.path.map { "\(root)/\($0)" },
        ]
        // A variable ends at its first NUL.
        for (name, text) in texts { variables[name] = text?.replacing("\0", with: "") }
        return variables
    }
}

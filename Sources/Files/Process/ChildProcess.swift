import Dispatch
package import Glibc
import Synchronization

/// A program that runs in a process group of its own. Never a shell: its arguments reach it as they are.
package final class ChildProcess: Sendable {
    package enum Ending: Sendable, Equatable {
        case code(CInt), signal(CInt)
    }

    package let identifier: pid_t
    private let hasEnded = Mutex(false)

    private init(_ identifier: pid_t) { self.identifier = identifier }

    /// - Parameters:
    ///   - arguments: the program first; it is looked for as execvp(3) does.
    ///   - environment: all of it.
    ///   - input: what it reads from.
    ///   - inherited: open in it under the same numbers; of this program's other files it gets standard output and error.
    /// - Throws: why there is no such process.
    package static func start(
        _ arguments: [String], environment: [String: String], input: CInt, inherited: [CInt] = []
    ) throws(SystemError) -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        for descriptor in inherited { posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // This program ignores some, which a child would inherit.
        for signal in [SIGHUP, SIGINT, SIGPIPE, SIGTERM] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let code = withStrings(arguments) { arguments in
            withStrings(variables) { posix_spawnp(&child, arguments[0]!, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw SystemError(code) }
        return ChildProcess(child)
    }

    /// Waits for its end, which may be asked for once.
    package func wait() async -> Ending {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in
                var status: CInt = 0
                while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
                hasEnded.withLock { $0 = true }
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal))
            }
        }
    }

    /// Sends a signal to all of its process group, unless the program itself has ended.
    package func signal(_ number: CInt) {
        hasEnded.withLock { if !$0 { _ = kill(-identifier, number) } }
    }

    /// C's form of a list of strings, null at its end.
    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}

import CMemory
import Dispatch
package import Glibc
import Synchronization

/// A program that runs in a process group of its own. Never a shell: its arguments reach it as they are.
package final class ChildProcess: Sendable {
    package enum Ending: Sendable, Equatable {
        case code(CInt), signal(CInt)

        /// - Parameter status: as waitpid(2) gives it.
        init(status: CInt) {
            let signal = status & 0x7F
            self = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
        }
    }

    package let identifier: pid_t
    private let hasEnded = Mutex(false)

    private init(_ identifier: pid_t) { self.identifier = identifier }

    /// - Parameters:
    ///   - program: it is looked for as execvp(3) does; nil: the first of the arguments.
    ///   - environment: all of it.
    ///   - input: what it reads from.
    ///   - inherited: open in it under the same numbers.
    ///   - output, error: its standard output and error; nil: this program's.
    ///   - directory: where it begins; nil: where this program is.
    /// - Throws: why there is no such process.
    package static func start(
        _ arguments: [String], program: String? = nil, environment: [String: String], input: CInt,
        inherited: [CInt] = [], output: CInt? = nil, error: CInt? = nil, directory: String? = nil
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
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        if let error { posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO) }
        if inherited.isEmpty { _ = np_child_close_from(&actions, 3) }
        if let directory { _ = np_child_directory(&actions, directory) }
        for descriptor in inherited { posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // This program ignores some, which a child would inherit.
        for signal in [SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let code = withStrings(arguments) { arguments in
            withStrings(variables) { variables in
                guard let program else {
                    return posix_spawnp(&child, arguments[0]!, &actions, &attributes, arguments, variables)
                }
                return posix_spawnp(&child, program, &actions, &attributes, arguments, variables)
            }
        }
        guard code == 0 else { throw SystemError(code) }
        return ChildProcess(child)
    }

    /// Waits for its end, which may be asked for once.
    package func wait() async -> Ending {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { [self] in continuation.resume(returning: waitNow()) }
        }
    }

    /// Blocks until its end, which may be asked for once.
    func waitNow() -> Ending {
        var status: CInt = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        hasEnded.withLock { $0 = true }
        return Ending(status: status)
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

import CMemory
import Glibc

/// A process of this program that runs one command for another process of it. However often what the command starts forks,
/// and into whatever session it goes: it cannot leave the keeper, which adopts it, and which ends last.
///
/// All goes over its standard input, a socket: where that ends, because the daemon has had enough or is dead, everything
/// ends. Its standard output and error are the command's.
package enum CommandKeeper {
    /// The first argument of a process that is to be one. The command follows.
    package static let argument = "command-keeper"

    /// What it says once, at its end.
    enum Report: Equatable {
        /// The command could not be run: an errno.
        case failed(CInt)
        /// The command has ended by itself.
        case ended(ChildProcess.Ending)
        /// It was ended with all that it had started.
        case killed

        static let size = 5

        var bytes: [UInt8] {
            let (kind, number): (Character, CInt) =
                switch self {
                case .failed(let code): ("f", code)
                case .ended(.code(let code)): ("c", code)
                case .ended(.signal(let signal)): ("s", signal)
                case .killed: ("k", 0)
                }
            return [kind.asciiValue!] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }

        init?(_ bytes: [UInt8]) {
            guard bytes.count == Self.size else { return nil }
            let number = (0..<4).reduce(CInt(0)) { $0 | CInt(bytes[1 + $1]) << (8 * $1) }
            switch Character(UnicodeScalar(bytes[0])) {
            case "f": self = .failed(number)
            case "c": self = .ended(.code(number))
            case "s": self = .ended(.signal(number))
            case "k": self = .killed
            default: return nil
            }
        }
    }

    /// What the keeper itself needs of its environment, and the command does not get.
    private static let ownVariable = "LD_LIBRARY_PATH"
    /// Seconds after which what cannot be killed, as it is another user's by now, is left alone.
    private static let patience = 5

    /// - Parameter environment: the command's, without `LD_LIBRARY_PATH`.
    static func environment(for environment: [String: String]) -> [String: String] {
        var all = environment
        all[ownVariable] = getenv(ownVariable).map { String(cString: $0) }
        return all
    }

    /// Never returns. To be called while the process has one thread.
    package static func run(_ command: [String]) -> Never {
        // Sent to all processes of a service or of a terminal: the daemon says what is to end.
        for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE] { signal(number, SIG_IGN) }
        signal(SIGCHLD) { _ in }
        var children = sigset_t()
        sigemptyset(&children)
        sigaddset(&children, SIGCHLD)
        sigprocmask(SIG_BLOCK, &children, nil)
        unsetenv(ownVariable)
        // Refused by kernels before 3.4 alone.
        _ = np_adopt_orphans()
        ProcessMemory.giveBack()
        say(keep(command))
        exit(0)
    }

    private static func keep(_ command: [String]) -> Report {
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nothing >= 0, !command.isEmpty else { return .failed(command.isEmpty ? EINVAL : errno) }
        var child: pid_t
        do throws(SystemError) {
            child = try ChildProcess.start(command, environment: variables, input: nothing).identifier
        } catch {
            return .failed(error.code)
        }
        // The command's alone from here on, so that they end with it.
        dup2(nothing, STDOUT_FILENO)
        dup2(nothing, STDERR_FILENO)
        var ending: ChildProcess.Ending?
        while ending == nil, !hasEnded(STDIN_FILENO, wait: nil) { ending = reap(child) }
        endAll()
        return ending.map { .ended($0) } ?? .killed
    }

    private static var variables: [String: String] {
        var (variables, next) = ([String: String](), environ)
        while let line = next.pointee {
            let pair = String(cString: line).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
            next += 1
        }
        return variables
    }

    /// Waits until the daemon has had enough, a child has ended, or the time is over.
    /// - Returns: whether the daemon has.
    private static func hasEnded(_ descriptor: CInt, wait: timespec?) -> Bool {
        var (line, none) = (pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), sigset_t())
        sigemptyset(&none)
        guard var wait else { return np_wait_for(&line, 1, nil, &none) > 0 }
        return np_wait_for(&line, 1, &wait, &none) > 0
    }

    /// Waits for all that has ended.
    /// - Returns: how the command ended, if it did.
    private static func reap(_ command: pid_t) -> ChildProcess.Ending? {
        var ending: ChildProcess.Ending?
        var status: CInt = 0
        while case let process = waitpid(-1, &status, WNOHANG), process > 0 {
            if process == command { ending = ChildProcess.Ending(status: status) }
        }
        return ending
    }

    /// Kills all that is left. What a process that is killed has started is this one's child then, and has its turn.
    private static func endAll() {
        let end = ContinuousClock.now + .seconds(patience)
        var status: CInt = 0
        while ContinuousClock.now < end {
            for process in OwnChildren.list() { kill(process, SIGKILL) }
            while case let process = waitpid(-1, &status, WNOHANG), process != 0 {
                if process < 0 { return }  // there are none
            }
            _ = hasEnded(-1, wait: timespec(tv_sec: 0, tv_nsec: 1_000_000))
        }
    }

    private static func say(_ report: Report) {
        // Where the daemon is gone, none is to know.
        _ = report.bytes.withUnsafeBytes { write(STDIN_FILENO, $0.baseAddress, $0.count) }
    }
}

import Bytes
import Files
import Glibc
import Sandbox
import Synchronization

/// One parser process and the pipes to it.
final class ParserProcessHandle: Sendable {
    let pipe: FramePipe
    /// Nil when it has been waited for: its number may be another process's then.
    private let process: Mutex<pid_t?>

    /// Starts one. Its environment is empty but for what its libraries need.
    init(_ program: String) throws(SystemError) {
        let (requests, answers) = (try Spawn.pipe(), try Spawn.pipe())
        var environment = ["SWIFT_BACKTRACE=enable=no", "LIBDISPATCH_LOG=NO", "MALLOC_ARENA_MAX=1"]
        if let path = unsafe getenv("LD_LIBRARY_PATH") {
            environment.append(unsafe "LD_LIBRARY_PATH=\(String(cString: path))")
        }
        defer {
            Glibc.close(requests.reading)
            Glibc.close(answers.writing)
        }
        do throws(SystemError) {
            process = Mutex(
                try Spawn.start(
                    program, ["newspool", ParserLoop.command], environment: environment, input: requests.reading,
                    output: answers.writing))
        } catch {
            Glibc.close(requests.writing)
            Glibc.close(answers.reading)
            throw error
        }
        pipe = FramePipe(reading: answers.reading, writing: requests.writing)
    }

    deinit {
        end()
        Glibc.close(pipe.reading)
        Glibc.close(pipe.writing)
    }

    var id: Int32? { process.withLock { $0 } }

    /// What it says first; nil where it does not begin.
    func wall() -> ParserWall? {
        guard let hello = try? pipe.read(limit: 1 << 10), hello.kind == .hello else { return nil }
        return try? ParserWall(onWire: hello.bytes)
    }

    /// False when it died while it had nothing to do.
    var isRunning: Bool {
        process.withLock { process in
            guard let id = process, waitpid(id, nil, WNOHANG) == 0 else {
                process = nil
                return false
            }
            return true
        }
    }

    /// From any thread; the pipes end then.
    func kill() { process.withLock { process in if let process { Glibc.kill(process, SIGKILL) } } }

    /// Ends it where it still runs, and waits for it.
    /// - Returns: how it ended: what it died of before, where it had.
    @discardableResult
    func end() -> ParserDeath {
        process.withLock { process in
            guard let id = process else { return .exit(0) }
            process = nil
            var status: CInt = 0
            // One whose pipe has just ended is about to be gone of its own; the others are ended.
            if unsafe waitpid(id, &status, WNOHANG) != id {
                Glibc.kill(id, SIGKILL)
                while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
            }
            return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        }
    }
}

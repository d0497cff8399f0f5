import Foundation
import Glibc
import TestSupport
import Testing

@testable import Files

/// Programs are run as /bin/sh here only because it is at hand: it is named, as any program would be.
@Suite(.timeLimit(.minutes(1)))
struct CommandOutputTests {
    private func run(
        _ script: String, seconds: Double = 20, bytes: Int = 1 << 20, environment: [String: String] = [:]
    ) throws -> CommandOutput.Result {
        try CommandOutput(limits: .init(time: .seconds(seconds), bytes: bytes), program: Program.path)
            .run(["/bin/sh", "-c", script], environment: environment, directory: "/")
    }

    /// Whether a process is still there, and is not merely waited for.
    private func isAlive(_ process: Substring) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return stat.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    @Test func whatItPrintsAndHowItEnds() throws {
        let result = try run("echo one; echo 'no such table' >&2; echo; exit 3")
        #expect(String(decoding: result.output, as: UTF8.self) == "one\n\n")
        #expect(result.end == .ended(.code(3)) && result.lastWords == "no such table")
        #expect(try run("kill -9 $$").end == .ended(.signal(9)))
        #expect(try run("printf 'a\\033[1mb\\n  \\n\\n' >&2").lastWords == "a [1mb")
        #expect(throws: SystemError.self) {
            try CommandOutput(limits: .init(time: .seconds(1), bytes: 1), program: Program.path).run(
                ["/not/there"], environment: [:], directory: "/")
        }
        #expect(throws: SystemError(ENOENT)) {
            try CommandOutput(limits: .init(time: .seconds(1), bytes: 1), program: "/not/there").run(
                ["/bin/true"], environment: [:], directory: "/")
        }
    }

    @Test func whatItIsGiven() throws {
        let result = try run("pwd; cat; ls /proc/self/fd | wc -l; env | sort", environment: ["NEWSPOOL_FEED": "a b"])
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        // ls itself has the directory open.
        #expect(Array(lines.prefix(2)) == ["/", "4"])
        #expect(lines.contains("NEWSPOOL_FEED=a b") && !lines.contains { $0.hasPrefix("HOME=") }, "\(lines)")
        #expect(!lines.contains { $0.hasPrefix("LD_") }, "\(lines)")
        let group = String(decoding: try run("ps -o pgid= $$").output, as: UTF8.self)
        #expect(Int(group.trimmingCharacters(in: .whitespacesAndNewlines)) != Int(getpgrp()))
    }

    @Test func moreThanAPipeHoldsComesWhole() throws {
        let result = try run("head -c 1000000 /dev/zero; head -c 300000 /dev/zero >&2; echo last >&2")
        #expect(result.output.count == 1_000_000 && result.end == .ended(.code(0)))
    }

    @Test func whatIsTooMuchEndsIt() throws {
        let start = ContinuousClock.now
        let result = try run("cat /dev/zero", bytes: 100_000)
        #expect(result.end == .tooLarge && result.output.count <= 100_001 && ContinuousClock.now - start < .seconds(10))
        #expect(try run("head -c 100001 /dev/zero", bytes: 100_000).end == .tooLarge)
        #expect(try run("head -c 100000 /dev/zero", bytes: 100_000).end == .ended(.code(0)))
    }

    /// Ends that may come in a moment.
    private func areGone(_ processes: [Substring]) -> Bool {
        for _ in 0..<100 where processes.contains(where: isAlive) { usleep(20_000) }
        return !processes.contains(where: isAlive)
    }

    private func numbers(_ result: CommandOutput.Result) -> [Substring] {
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        return lines.filter { Int($0) != nil }
    }

    /// However it goes about it: what it started ends with it. Each names the processes that are to be gone.
    @Test(arguments: [
        ("itself", "echo $$; exec sleep 300"),
        ("deaf to signals", "trap '' TERM INT HUP QUIT; echo $$; while :; do sleep 1; done"),
        ("a child", "sleep 300 & echo $!; wait"),
        ("a session of its own", "setsid sleep 300 & sleep 0.2; echo $!; wait"),
        ("without pipes", "exec 3>&1 1>&2 2>/dev/null; echo $$ >&3; exec 3>&-; sleep 300"),
        ("a grandchild", "(sleep 300 & echo $!; wait) & wait"),
        (
            "a daemon that forks twice",
            "setsid sh -c 'setsid sleep 300 >/dev/null & echo $!' & sleep 0.3; echo $$; exec sleep 300"
        ),
        (
            "one that forks twice and is deaf",
            "(setsid sh -c \"trap '' TERM HUP; echo \\$\\$; while :; do sleep 1; done\" &) & sleep 300"
        ),
        (
            "a crowd of sessions",
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do "
                + "(setsid sh -c 'for j in 1 2 3 4; do setsid sleep 300 & echo $!; done' &) & done; sleep 300"
        ),
        ("stopped", "(setsid sh -c 'echo $$; kill -STOP $$' &) & sleep 300"),
    ])
    func nothingOutlivesTheLimit(_ name: String, _ script: String) throws {
        let start = ContinuousClock.now
        let result = try run(script, seconds: 1)
        #expect(result.end == .overdue && ContinuousClock.now - start < .seconds(10))
        #expect(!numbers(result).isEmpty && areGone(numbers(result)), "\(numbers(result))")
    }

    @Test(arguments: [
        "sleep 300 & echo $!", "setsid sh -c 'setsid sleep 300 & echo $!' & wait $!",
        "(setsid sleep 300 & echo $!) & wait $!",
    ])
    func whatItLeavesBehindIsEndedAndNotWaitedFor(_ script: String) throws {
        let start = ContinuousClock.now
        let result = try run(script)
        #expect(result.end == .ended(.code(0)) && ContinuousClock.now - start < .seconds(10))
        #expect(numbers(result).count == 1 && areGone(numbers(result)))
    }

    /// It is never two moments under the same number.
    @Test func whatKeepsForkingIsCaught() throws {
        let directory = try TemporaryDirectory()
        try directory.write("#!/bin/sh\nsleep 0.02\nsetsid \"$0\" &\n", to: "hop")
        let path = directory.url.path + "/hop"
        chmod(path, 0o755)
        let result = try run("for i in 1 2 3 4 5 6 7 8 9 10 11 12; do \(path) & done; wait; sleep 300", seconds: 1)
        #expect(result.end == .overdue)
        usleep(100_000)
        let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter {
            // Where there is none, it has ended.
            (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?.contains(path) ?? false
        }
        #expect(left.isEmpty)
    }

    /// As when the daemon is killed.
    @Test func nothingOutlivesWhoAsked() throws {
        var ends: [CInt] = [-1, -1]
        var pipe: [CInt] = [-1, -1]
        #expect(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        #expect(Glibc.pipe(&pipe) == 0)
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let script = "setsid sh -c 'setsid sleep 300 & echo $!' & sleep 300"
        let keeper = try ChildProcess.start(
            ["newspool", CommandKeeper.argument, "/bin/sh", "-c", script], program: Program.path,
            environment: CommandKeeper.environment(for: [:]), input: ends[1], output: pipe[1])
        close(ends[1])
        close(pipe[1])
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = read(pipe[0], &bytes, bytes.count)
        #expect(count > 1)
        let number = String(decoding: bytes.prefix(max(0, count - 1)), as: UTF8.self)
        #expect(isAlive(number[...]))
        close(ends[0])
        #expect(keeper.waitNow() == .code(0) && areGone([number[...]]))
        close(pipe[0])
    }

    @Test(arguments: [
        CommandKeeper.Report.failed(13), .ended(.code(255)), .ended(.signal(64)), .ended(.code(0)), .killed,
    ])
    func reportsSurviveTheSocket(_ report: CommandKeeper.Report) {
        #expect(CommandKeeper.Report(report.bytes) == report)
        #expect(CommandKeeper.Report(Array(report.bytes.dropLast())) == nil)
    }

    @Test func aStopEndsIt() async throws {
        let running = CommandOutput(limits: .init(time: .seconds(60), bytes: 10), program: Program.path)
        // Not on a thread of Swift's pool, which the stop may need.
        let ended = Task {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    let result = try? running.run(["/bin/sleep", "300"], environment: [:], directory: "/")
                    continuation.resume(returning: result?.end)
                }
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        running.stop()
        #expect(await ended.value == .stopped)
    }
}

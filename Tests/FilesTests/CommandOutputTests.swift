import Foundation
import TestSupport
import Testing

@testable import Files

/// Programs are run as /bin/sh here only because it is at hand: it is named, as any program would be.
@Suite(.timeLimit(.minutes(1)))
struct CommandOutputTests {
    private func run(
        _ script: String, seconds: Double = 20, bytes: Int = 1 << 20, environment: [String: String] = [:]
    ) throws -> CommandOutput.Result {
        try CommandOutput(limits: .init(time: .seconds(seconds), bytes: bytes))
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
            try CommandOutput(limits: .init(time: .seconds(1), bytes: 1)).run(
                ["/not/there"], environment: [:], directory: "/")
        }
    }

    @Test func whatItIsGiven() throws {
        let result = try run("pwd; cat; ls /proc/self/fd | wc -l; env | sort", environment: ["NEWSPOOL_FEED": "a b"])
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        // ls itself has the directory open.
        #expect(Array(lines.prefix(2)) == ["/", "4"])
        #expect(lines.contains("NEWSPOOL_FEED=a b") && !lines.contains { $0.hasPrefix("HOME=") }, "\(lines)")
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

    /// However it goes about it: what it started ends with it.
    @Test(arguments: [
        "echo $$; exec sleep 300", "trap '' TERM INT HUP; echo $$; while :; do sleep 1; done",
        "sleep 300 & echo $!; wait", "setsid sleep 300 & sleep 0.2; echo $!; wait",
        "exec 1>&2 2>/dev/null; sleep 300", "(sleep 300 & echo $!; wait) & wait",
    ])
    func nothingOutlivesTheLimit(_ script: String) throws {
        let start = ContinuousClock.now
        let result = try run(script, seconds: 1)
        #expect(result.end == .overdue && ContinuousClock.now - start < .seconds(10))
        for process in String(decoding: result.output, as: UTF8.self).split(separator: "\n") {
            var tries = 0
            while isAlive(process), tries < 100 {
                usleep(20_000)
                tries += 1
            }
            #expect(!isAlive(process), "\(process)")
        }
    }

    @Test func whatItLeavesBehindIsEndedAndNotWaitedFor() throws {
        let start = ContinuousClock.now
        let result = try run("sleep 300 & echo $!")
        #expect(result.end == .ended(.code(0)) && ContinuousClock.now - start < .seconds(10))
        var tries = 0
        let left = String(decoding: result.output, as: UTF8.self).split(separator: "\n")[0]
        while isAlive(left), tries < 100 {
            usleep(20_000)
            tries += 1
        }
        #expect(!isAlive(left))
    }

    @Test func aStopEndsIt() async throws {
        let running = CommandOutput(limits: .init(time: .seconds(60), bytes: 10))
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

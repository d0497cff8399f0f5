import Foundation
import TestSupport
import Testing

@testable import Operations

/// `consume` with a spool that was made by hand: it needs nothing but to read it.
@Suite("consume") struct ConsumeTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Lines of 2026-11-21 and later, ten a day, of the feeds `even` and `odd`.
    private func fill(_ seqs: ClosedRange<Int>) throws {
        for (day, seqs) in Dictionary(grouping: seqs, by: { ($0 - 1) / 10 }) {
            let name = "spool/journal/2026-11-\(21 + day).jsonl"
            let path = place.directory.appending(name).path
            let known = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            try place.directory.write(known + seqs.map(line).joined(), to: name)
        }
    }

    private func line(_ seq: Int) -> String {
        #"{"seq":\#(seq),"time":"2026-11-21T00:00:00Z","event":"new","id":"id\#(seq)","feed":"\#(seq % 2 == 0 ? "even" : "odd")","#
            + #""title":"$(touch pwned) `touch pwned`; 'x\u0000\"","url":"http://x.example/\#(seq)","path":"articles/d/\#(seq).json"}"#
            + "\n"
    }

    private func consume(_ options: [String], _ script: String) throws -> Program.Result {
        try Program.run(arguments(options, script), in: place.directory.url)
    }

    private func arguments(_ options: [String], _ script: String) -> [String] {
        ["consume", "--spool", "spool", "--cursor", "c"] + options + ["--", "sh", "-c", script]
    }

    private func text(_ name: String) -> String {
        FileManager.default.contents(atPath: place.directory.appending(name).path)
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func seqs(_ name: String) -> [Int] {
        text(name).split(separator: "\n").map { line in
            line.firstMatch(of: /^\{"seq":(\d+),.*\}$/).flatMap { Int($0.1) } ?? -1
        }
    }

    @Test("each article goes to the command once, in order, over days")
    func order() throws {
        try fill(1...25)
        let result = try consume(["--once"], "cat >> out")
        #expect(result.status == 0)
        #expect(seqs("out") == Array(1...25))
        #expect(text("c") == "25\n")
        try fill(26...27)
        #expect(try consume(["--once"], "cat >> out").status == 0)
        #expect(seqs("out") == Array(1...27))
        #expect(!place.exists("pwned"))
    }

    @Test("batches, filters and what the command is told")
    func batches() throws {
        try fill(1...25)
        let script =
            #"printf '%s|' "$(wc -l)" "$NEWSPOOL_SEQ" "$NEWSPOOL_ID" "$NEWSPOOL_FEED" "$NEWSPOOL_URL" >> out; "#
            + #"echo "$NEWSPOOL_PATH" >> out"#
        #expect(try consume(["--once", "--batch", "5", "--feed", "even", "other"], script).status == 0)
        let spool = place.directory.appending("spool").path
        #expect(
            text("out")
                == [(5, 10), (5, 20), (2, 24)].map {
                    "\($0.0)|\($0.1)|id\($0.1)|even|http://x.example/\($0.1)|\(spool)/articles/d/\($0.1).json\n"
                }.joined())
        #expect(text("c") == "25\n", "the cursor moves over what the filter leaves out")
    }

    @Test("whole items, and the line of an article whose file is gone")
    func items() throws {
        try fill(1...2)
        try place.directory.write("{\"title\":\"whole\"}\n", to: "spool/articles/d/1.json")
        let result = try consume(["--once", "--item", "--batch", "9"], "cat > out")
        #expect(result.status == 0)
        #expect(text("out") == "{\"title\":\"whole\"}\n" + line(2))
        #expect(
            result.errors == "newspool: seq 2: its item is not in the spool; the journal's line goes in its place\n")
    }

    @Test("a failure is tried again until it succeeds")
    func retry() throws {
        try fill(1...3)
        let result = try consume(
            ["--once", "--batch", "2"], "echo x >> tries; [ $(wc -l < tries) -ge 3 ] && cat >> out")
        #expect(result.status == 0)
        #expect(seqs("out") == [1, 2, 3])
        #expect(
            result.errors
                == "newspool: seq 1-2: sh ended with 1; again in 1 s\nnewspool: seq 1-2: sh ended with 1; again in 2 s\n"
        )
    }

    @Test("what fails in all attempts is rejected alone, once")
    func rejected() throws {
        try fill(1...5)
        let script = #"cat > in; if grep -q '"seq":[24],' in; then exit 9; fi; cat in >> out"#
        // Half a line that a crash left, and a line that was written before the cursor moved.
        try place.directory.write("half", to: "rejected")
        let options = ["--once", "--batch", "5", "--attempts", "2", "--rejected", "rejected"]
        let result = try consume(options, script)
        #expect(result.status == 1)
        #expect(seqs("out") == [1, 3, 5])
        #expect(text("rejected") == "half\n" + line(2) + line(4))
        #expect(text("c") == "5\n")
        try place.directory.write("3\n", to: "c")
        #expect(try consume(options, script).status == 1)
        #expect(text("rejected") == "half\n" + line(2) + line(4))
    }

    /// As an upgrade does it. The first attempt, of all lines, fails; the rest is line by line.
    @Test("a program that is away for a moment is waited for, and no line is passed over", arguments: [1, 2])
    func away(attempts: Int) throws {
        try fill(1...5)
        let program = place.directory.appending("program").path
        let script = """
            #!/bin/sh
            cat > in
            [ $(wc -l < in) = 1 ] || exit 1
            cat in >> out
            [ $NEWSPOOL_SEQ != 2 ] || { mv program gone; (sleep 1.2; mv gone program) & }
            """
        try place.directory.write(script, to: "program")
        chmod(program, 0o755)
        let result = try Program.run(
            [
                "consume", "--spool", "spool", "--cursor", "c", "--once", "--batch", "4", "--attempts", "\(attempts)",
                "--", program,
            ],
            in: place.directory.url)
        #expect(result.status == 0)
        #expect(seqs("out") == Array(1...5))
        #expect(text("c") == "5\n")
        #expect(result.errors.contains("seq 3: cannot run \(program): No such file or directory; again in 1 s"))
    }

    @Test("lines that retention removed are told")
    func gap() throws {
        try fill(1...25)
        try place.directory.write("4\n", to: "c")
        try FileManager.default.removeItem(at: place.directory.appending("spool/journal/2026-11-21.jsonl"))
        let result = try consume(["--once"], "cat >> out")
        #expect(result.status == 1)
        #expect(result.errors == "newspool: seq 5-10 are gone\n")
        #expect(seqs("out") == Array(11...25))
    }

    @Test("what cannot work moves nothing, and says why")
    func refusals() throws {
        try fill(1...2)
        func run(_ arguments: String...) throws -> Program.Result {
            try Program.run(arguments, in: place.directory.url)
        }
        for name in ["/nowhere/program", "no-such-program"] {
            let result = try run("consume", "--spool", "spool", "--cursor", "c", "--once", "--", name)
            #expect(result.status == 74)
            #expect(result.errors == "newspool: cannot run \(name): No such file or directory\n")
        }
        #expect(!place.exists("c"))
        #expect(try run("consume", "--spool", "spool", "--cursor", "c", "--once").status == 64)
        #expect(try run("consume", "--spool", "spool", "--cursor", "c", "--rejected", "r", "--", "true").status == 64)
        #expect(try run("consume", "--spool", "nowhere", "--cursor", "c", "--once", "--", "true").status == 74)
        #expect(try run("consume", "--spool", "spool", "--cursor", "/proc/x/c", "--once", "--", "true").status == 73)
        try place.directory.write("not a number", to: "c")
        #expect(try consume(["--once"], "true").status == 65)
        try place.configure(feeds: [], spool: "journal = \"off\"")
        #expect(try run("consume", "--cursor", "d", "--once", "--", "true").status == 78)
    }

    @Test("the usual cursor is in the user's state directory")
    func usualCursor() throws {
        try fill(1...2)
        let state = place.directory.appending("xdg").path
        let arguments = ["consume", "--spool", "spool", "--once", "--", "true"]
        let result = try Program.run(arguments, in: place.directory.url, environment: ["XDG_STATE_HOME": state])
        #expect(result.status == 0)
        #expect(text("xdg/newspool/consume.cursor") == "2\n")
    }

    // MARK: - While it runs

    @Test("new articles are consumed as they come, and SIGTERM lets the command end")
    func follows() throws {
        try fill(1...2)
        let running = try RunningProgram(
            arguments([], "cat >> out; echo taken; sleep 1; echo done"), in: place.directory.url)
        #expect(running.waitForOutput(containing: "taken\ndone\ntaken\ndone\n"))
        let second = try consume(["--once"], "true")
        #expect(second.status == 73)
        #expect(second.errors.contains("(process \(running.identifier)) reads with the cursor"))
        try fill(3...3)
        #expect(running.waitForOutput(containing: "taken\ndone\ntaken\ndone\ntaken\n"))
        running.send(SIGTERM)
        #expect(running.wait().status == 0)
        #expect(seqs("out") == [1, 2, 3])
        #expect(text("c") == "3\n")
    }

    @Test("a command that does not end is killed with all that it started")
    func grace() throws {
        try fill(1...1)
        let script = "trap '' TERM; sleep 300 & echo $! > child; echo begun; while true; do sleep 1; done"
        let running = try RunningProgram(arguments(["--grace", "1s"], script), in: place.directory.url)
        #expect(running.waitForOutput(containing: "begun"))
        running.send(SIGTERM)
        #expect(running.wait().status == 0)
        let child = try #require(Int32(text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        // Nothing, or a process that has ended and that its new parent has not asked for yet.
        let line = (try? String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)) ?? ""
        #expect(line.isEmpty, "the background process is in the command's group")
        #expect(text("c") == "")
    }

    @Test("a batch waits for more from its first article on")
    func wait() throws {
        try fill(1...1)
        let running = try RunningProgram(
            arguments(["--batch", "3", "--wait", "60s"], "wc -l"), in: place.directory.url)
        Thread.sleep(forTimeInterval: 0.3)
        #expect(running.outputSoFar.isEmpty)
        try fill(2...3)
        #expect(running.waitForOutput(containing: "3\n"), "it is full")
        running.send(SIGINT)
        #expect(running.wait().status == 0)
    }

    @Test("whatever the moment it is killed at, no line is lost, and only the batch under way comes again")
    func kills() throws {
        try fill(1...60)
        // Each run appends its batch by one write, so that half a batch would be seen.
        let script = "sleep 0.0$((NEWSPOOL_SEQ % 7)); cat >> out"
        for round in 0..<20 {
            let running = try RunningProgram(arguments(["--batch", "3"], script), in: place.directory.url)
            Thread.sleep(forTimeInterval: 0.02 + Double(round % 10) * 0.013)
            running.send(SIGKILL)
            _ = running.wait()
        }
        let result = try consume(["--once", "--batch", "3"], script)
        #expect(result.status == 0)
        let got = seqs("out")
        #expect(Set(got) == Set(1...60))
        #expect(!got.contains(-1), "a torn line")
        #expect(got.count <= 60 + 20 * 3)
        // In order, but for whole batches that came again.
        var expected = 1
        for seq in got {
            #expect(seq == expected || seq == expected - 3)
            expected = seq + 1
        }
    }

    @Test("failures are waited for longer and longer, at most five minutes")
    func pauses() {
        let pauses = [1, 2, 3, 4, 9, 10, 1_000, .max].map { ConsumeAttempt.pause(after: $0) }
        #expect(pauses == [1, 2, 4, 8, 256, 300, 300, 300].map { .seconds($0) })
    }
}

@Suite("tail with a cursor") struct TailCursorTests {
    @Test("it goes on where it was, tells gaps, and reads archived days")
    func cursor() throws {
        let place = try Workplace()
        func line(_ seq: Int) -> String { "{\"seq\":\(seq),\"feed\":\"f\(seq % 2)\"}\n" }
        try place.directory.write((1...3).map(line).joined(), to: "spool/journal/2026-11-21.jsonl")
        func tail(_ arguments: String...) throws -> Program.Result {
            try Program.run(["tail", "--spool", "spool", "--json"] + arguments, in: place.directory.url)
        }
        func cursor() throws -> String { try String(contentsOf: place.directory.appending("c"), encoding: .utf8) }
        #expect(try tail("--cursor", "c").text == "")
        #expect(try cursor() == "3\n")
        try place.directory.write((4...6).map(line).joined(), to: "spool/journal/2026-11-22.jsonl")
        #expect(try tail("--cursor", "c", "--feed", "f1").text == line(5))
        #expect(try cursor() == "6\n")
        #expect(try tail("--cursor", "c").text == "")
        #expect(try tail("--cursor", "new", "--from-start").text == (1...6).map(line).joined())
        try FileManager.default.removeItem(at: place.directory.appending("spool/journal/2026-11-21.jsonl"))
        try place.directory.write("1\n", to: "c")
        let gap = try tail("--cursor", "c")
        #expect(gap.status == 1)
        #expect(gap.errors == "newspool: seq 2-3 are gone\n")
        #expect(gap.text == (4...6).map(line).joined())
        #expect(try tail("--after", "1").status == 1)
        #expect(try tail("--after", "1", "--from-start").status == 0)
        #expect(try tail("--from-start").text == (4...6).map(line).joined())
        for arguments in [
            ["--cursor", "c", "--after", "1"], ["--cursor", "c", "-n", "1"], ["--from-start", "-n", "1"],
        ] {
            #expect(try Program.run(["tail", "--spool", "spool"] + arguments, in: place.directory.url).status == 64)
        }
    }
}

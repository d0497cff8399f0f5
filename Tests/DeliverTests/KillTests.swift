#if DEBUG
    import Foundation
    import Glibc
    import Testing

    @testable import Deliver

    /// A kill between any two steps loses nothing and writes nothing twice, once the work is done again.
    @Suite struct KillTests {
        /// What is delivered: two articles on each of two days.
        private static func deliver(to root: String) async throws {
            let entries = (Int64(1)...4).map { entry($0, days: Int($0 - 1) / 2) }
            let spool = Spool(root: root, formats: [.json, .markdown])
            let journal = Journal(root: root)
            try await spool.prepare()
            try await journal.prepare()
            for batch in [entries[..<1], entries[1...]] {
                try await spool.write(Array(batch))
                try await journal.append(Array(batch))
            }
        }

        @Test(
            arguments: [
                "spool.after-create", "spool.after-write", "spool.after-sync", "spool.after-rename",
                "spool.before-directory-sync", "spool.after-directory-sync", "journal.after-create",
                "journal.after-symlink", "journal.after-link", "journal.before-write", "journal.after-write",
                "journal.after-sync",
            ], [1, 2])
        func theWorkIsDoneAgain(point: String, pass: Int) async throws {
            let directory = try TemporaryDirectory()
            let (root, order) = (directory.path, "\(point):\(pass)")
            await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, order = order as String] in
                setenv("NEWSPOOL_FAULT", order, 1)
                try await Self.deliver(to: root)
            }
            try await Self.deliver(to: root)
            try expectAll(in: directory)
            // A kill while the first one is being healed.
            let half = #"{"seq":5,"#
            try directory.append(half, to: "journal/2026-11-24.jsonl")
            await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
                setenv("NEWSPOOL_FAULT", "journal.after-heal", 1)
                try await Self.deliver(to: root)
            }
            try await Self.deliver(to: root)
            try expectAll(in: directory, after: half + "\n")
        }

        private func expectAll(in directory: TemporaryDirectory, after end: String = "") throws {
            for (day, seqs) in [("2026-11-23", Int64(1)...2), ("2026-11-24", 3...4)] {
                #expect(
                    directory.text("journal/\(day).jsonl") == seqs.map { journalLine($0) }.joined()
                        + (day == "2026-11-24" ? end : ""))
                let names = directory.names("articles/" + day)
                #expect(names.count == 4)
                for name in names { #expect(directory.text("articles/\(day)/\(name)")?.isEmpty == false) }
            }
            #expect(directory.linkTarget("current.jsonl") == "journal/2026-11-24.jsonl")
            #expect(directory.names("articles").count == 2 && directory.names("journal").count == 2)
            #expect(directory.names() == ["articles", "current.jsonl", "journal"])
        }
    }
#endif

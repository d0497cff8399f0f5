#if DEBUG
    import Foundation
    import Model
    import Store
    import StoreSQLite
    import Synchronization
    import TestSupport
    import Testing

    /// kill -9 at every named point and at any moment, while feeds bring articles and updates: nothing is lost, nothing
    /// is there twice. 30 rounds; `NEWSPOOL_CRASH_ROUNDS=500` for a long run, `NEWSPOOL_CRASH_SEED` for the same one
    /// again.
    @Suite("The crash rig") struct CrashRigTests {
        /// Between all steps from the commit to the webhook's answer.
        static let points = [
            "store.before-commit", "store.after-commit", "spool.after-create", "spool.after-write", "spool.after-sync",
            "spool.after-rename", "spool.before-directory-sync", "spool.after-directory-sync", "journal.before-write",
            "journal.after-write", "journal.after-sync", "journal.after-create", "journal.after-symlink",
            "journal.after-link", "journal.after-heal", "store.before-acknowledge", "store.after-acknowledge",
            "webhook.before-send", "webhook.after-send", "webhook.after-record",
        ]

        private static let rounds = ProcessInfo.processInfo.environment["NEWSPOOL_CRASH_ROUNDS"].flatMap(Int.init) ?? 30

        /// Three feeds; each answer has a few articles more than the one before, and the newest one changed.
        private final class Site: Sendable {
            private let served = Mutex(0)
            let told = Mutex<[String: Set<String>]>([:])

            func answer(_ request: LoopbackRequest) -> Reply {
                if request.method == "POST" {
                    let digest = "\(request.body.count) \(request.text.hashValue)"
                    told.withLock { _ = $0[request["webhook-id"] ?? "", default: []].insert(digest) }
                    return .status(204)
                }
                let count = served.withLock { served in
                    served += 1
                    return served
                }
                let newest = 4 + count
                var document = rss(
                    Array(max(0, newest - 12)..<newest), site: "http://site\(request.path.dropFirst()).example")
                // An update of the newest one of the answer before.
                document = document.replacing(
                    "Text of number \(newest - 2).", with: "Text \(count) of number \(newest - 2).")
                return .ok(document)
            }
        }

        @Test func killedAtAnyMoment() async throws {
            let seed =
                ProcessInfo.processInfo.environment["NEWSPOOL_CRASH_SEED"].flatMap(UInt64.init)
                ?? .random(in: 1 ... .max)
            var chance = SplitMix(state: seed)
            let site = Site()
            let server = try LoopbackServer { site.answer($0) }
            let place = try Workplace()
            let hook = "[[webhook]]\nname = \"hook\"\nurl = \"\(server.url("/hook"))\"\n[dedupe]\nupdates = \"emit\"\n"
            try place.configure(feeds: (1...3).map { ("f\($0)", server.url("/\($0)")) }, extra: hook)
            var killed = 0
            for round in 0..<Self.rounds {
                // Two rounds of three at a named point, the others whenever it is.
                let point = Self.points[(round * 2 / 3) % Self.points.count]
                let isNamed = round % 3 != 2
                if isNamed, point == "journal.after-heal" { try tear(place) }
                let pass = 1 + Int(chance.next() % 3)
                let daemon = try RunningProgram(
                    ["run", "--log-level", "error"], in: place.directory.url,
                    environment: isNamed ? ["NEWSPOOL_FAULT": "\(point):\(pass)"] : [:])
                let patience = isNamed ? Duration.milliseconds(450) : .microseconds(Int64(chance.next() % 300_000))
                await daemon.ended(within: patience)
                daemon.send(SIGKILL)
                let result = daemon.wait()
                #expect(result.status == -SIGKILL, "round \(round) at \(point), seed \(seed): \(result.errors)")
                killed += 1
                if round % 5 == 4 || round == Self.rounds - 1 {
                    let problems = try check(place, site)
                    #expect(problems.isEmpty, "round \(round), seed \(seed): \(problems)")
                    guard problems.isEmpty else { return }
                }
            }
            #expect(killed == Self.rounds)
            let spool = place.directory.appending("spool").path
            let days = try FileManager.default.contentsOfDirectory(atPath: spool + "/journal").filter {
                $0.hasSuffix(".jsonl")
            }
            #expect(try Schema.journalLine.faults(files: days.map { "\(spool)/journal/\($0)" }) == "")
            #expect(try Schema.item.faults(files: place.articles(".json").map { "\(spool)/\($0)" }) == "")
        }

        /// As a crash in the middle of a write leaves the journal, on a disk that kept less than it said.
        private func tear(_ place: Workplace) throws {
            let current = place.directory.appending("spool/current.jsonl").resolvingSymlinksInPath()
            guard let handle = try? FileHandle(forWritingTo: current) else { return }  // not begun yet
            let size = try handle.seekToEnd()
            if size > 100 { try handle.truncate(atOffset: size - 20) }
            try handle.close()
        }

        /// Does the work that is left, and compares the store with the spool.
        private func check(_ place: Workplace, _ site: Site) throws -> [String] {
            let run = try place.run("run", "--once", "--quiet")
            guard run.status == 0 else { return ["run --once ended with \(run.status): \(run.errors)"] }
            let state = SQLiteOpener(directory: place.directory.appending("state").path)
            let store = try #require(try state.openForReading())
            let entries = try store.entries(after: 0, limit: .max)
            var problems: [String] = []
            let journal = place.directory.appending("spool/journal")
            let lines = try FileManager.default.contentsOfDirectory(atPath: journal.path).sorted()
                .map { try Data(contentsOf: journal.appending(path: $0)) }.joined()
            if Array(lines) != entries.flatMap(\.journalLine) {
                problems.append("the journal has other lines than the store's \(entries.count) articles")
            }
            if zip(entries, entries.dropFirst()).contains(where: { $0.seq >= $1.seq }) {
                problems.append("seq does not rise")
            }
            if Set(entries.map { "\($0.id.text) \($0.revision)" }).count != entries.count {
                problems.append("an article is there twice")
            }
            if Set(place.articles(""))
                != Set(entries.flatMap { [$0.path + ".json", $0.path + ".md"] }).union(directories(entries))
            {
                problems.append("the files are not those of the store")
            }
            for entry in entries {
                let json = try place.text(of: entry.path + ".json"), markdown = try place.text(of: entry.path + ".md")
                if Array(json.utf8) != entry.json + Array("\n".utf8) || Array(markdown.utf8) != entry.markdown {
                    problems.append("\(entry.path) differs")
                }
            }
            let told = site.told.withLock { $0 }
            let wanted = Set(entries.filter { !$0.isBackfill }.map { "msg_\($0.id.text)_r\($0.revision)" })
            if Set(told.keys) != wanted { problems.append("told about \(told.count) articles, not of \(wanted.count)") }
            if told.values.contains(where: { $0.count > 1 }) { problems.append("one id, two bodies") }
            return problems
        }

        private func directories(_ entries: [OutboxEntry]) -> Set<String> {
            Set(entries.map { String($0.path.prefix { $0 != "/" }) + "/" + $0.path.split(separator: "/")[1] })
        }
    }

    /// Chance that can be had again.
    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    extension RunningProgram {
        /// Returns when it has ended by itself, or after this time.
        fileprivate func ended(within patience: Duration) async {
            let end = ContinuousClock.now + patience
            while isRunning, ContinuousClock.now < end {
                try? await Task.sleep(for: .milliseconds(5))  // a kill at a moment that nothing tells of
            }
        }
    }
#endif

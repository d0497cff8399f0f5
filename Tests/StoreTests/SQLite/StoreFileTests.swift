import Files
import Foundation
import GRDB
import GRDBSQLite
import Model
import Store
import TestSupport
import Testing

@testable import StoreSQLite

/// The file and its lock: who may open it, and what is left of it after a kill.
@Suite struct StoreFileTests {
    @Test func secondStoreOnADirectoryIsToldWhoHasIt() throws {
        let first = try TemporaryStore(.sqlite)
        #expect(throws: StoreError.locked(location: first.directory + "/newspool.lock", pid: getpid())) {
            try SQLiteStore(directory: first.directory)
        }
    }

    @Test func lockGoesWithTheStore() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for _ in 0..<2 { _ = try SQLiteStore(directory: directory) }
    }

    /// A daemon waits for a command, and a command for another one; for a daemon no one waits.
    @Test func aCommandIsWaitedFor() async throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/newspool.lock"
        for use in [StoreUse.daemon, .command] {
            var held: OwnerLock? = try StateDirectory.lock(directory, for: .command)
            // However long this task is kept from its thread by others.
            let waiting = Task.detached { _ = try StateDirectory.lock(directory, for: use, patience: 3_600) }
            try await Task.sleep(for: .milliseconds(100))  // long enough for it to have looked
            #expect(throws: StoreError.locked(location: path, pid: getpid())) {
                try StateDirectory.lock(directory, for: use, patience: 0.1)
            }
            withExtendedLifetime(held) {}
            held = nil
            try await waiting.value
        }
        let daemon = try SQLiteStore(directory: directory, for: .daemon)
        let start = ContinuousClock.now
        for use in [StoreUse.daemon, .command] {
            #expect(throws: StoreError.locked(location: path, pid: getpid())) {
                try StateDirectory.lock(directory, for: use)
            }
        }
        #expect(ContinuousClock.now - start < .seconds(OwnerLock.patience))
        _ = daemon
    }

    /// What the version before wrote, or a stranger: whoever has it has it for long.
    @Test(
        arguments: [("\(getpid())\n", getpid()), ("", nil), ("command 12", nil), ("\u{0}\u{0}", nil)]
            as [(String, Int32?)])
    func anUnknownHolderIsNotWaitedFor(_ text: String, pid: Int32?) throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/newspool.lock"
        let lock = try StateDirectory.lock(directory, for: .command)
        try Data(text.utf8).write(to: URL(filePath: path), options: [])
        #expect(throws: StoreError.locked(location: path, pid: pid)) {
            try StateDirectory.lock(directory, for: .daemon)
        }
        _ = lock
    }

    @Test func aLinkInTheLocksPlaceIsNotFollowed() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createSymbolicLink(
            atPath: directory + "/newspool.lock", withDestinationPath: directory + "/elsewhere")
        #expect(throws: StoreError.self) { try SQLiteStore(directory: directory) }
        #expect(!FileManager.default.fileExists(atPath: directory + "/elsewhere"))
    }

    @Test("what root makes belongs to the owner of the state directory", .enabled(if: geteuid() == 0))
    func filesBelongToTheDirectorysOwner() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        #expect(chown(directory, 1_234, 4_321) == 0)
        func owners(_ names: [String]) throws -> [[UInt32]] {
            try names.map { name in
                var info = stat()
                try #require(stat(directory + "/" + name, &info) == 0, "\(name)")
                return [info.st_uid, info.st_gid]
            }
        }
        let names = ["newspool.sqlite", "newspool.lock", "newspool.sqlite-wal", "newspool.sqlite-shm"]
        do {
            let store = try SQLiteStore(directory: directory)
            _ = try store.synchronize([FeedSource(url: "https://a.example/", name: "a")])
            #expect(try owners(names) == names.map { _ in [1_234, 4_321] })
        }
        let new = try SQLiteOpener(directory: directory).replace()
        #expect(try owners([".rebuild"]) == [[1_234, 4_321]])
        _ = try new.finish(mark: "old")
        #expect(try owners(["newspool.sqlite", "newspool.sqlite.old"]) == [[1_234, 4_321], [1_234, 4_321]])
    }

    @Test func aReaderNeedsNoLockAndWhatIsNotThereIsNone() throws {
        let history = try History(on: .sqlite)
        try history.poll(day: 1, [entry("1", nil, "A")])
        let reader = try #require(try SQLiteOpener(directory: history.temporary.directory).openForReading())
        #expect(try reader.entries(after: 0, limit: 9).count == 1)
        for missing in ["/none", "/newspool.sqlite/none"] {
            #expect(try SQLiteOpener(directory: history.temporary.directory + missing).openForReading() == nil)
        }
    }

    @Test func commitsAreSyncedAndInWAL() throws {
        let store = try TemporaryStore(.sqlite)
        let settings = try store.sqlite.write { database in
            try ["journal_mode", "synchronous"].map { try String.fetchOne(database, sql: "PRAGMA \($0)") ?? "" }
        }
        #expect(settings == ["wal", "2"])
    }

    /// A copy of the files is what a kill leaves.
    @Test func everyCommitIsThereAfterAKill() throws {
        let history = try History(on: .sqlite)
        for day in 1...5 {
            try history.poll(
                day: Double(day), (1...day * 7).map { entry("\($0)", "https://a.example/\($0)", "T\($0)") })
            let copy = try TemporaryStore.makeDirectory()
            defer { try? FileManager.default.removeItem(atPath: copy) }
            for name in ["newspool.sqlite", "newspool.sqlite-wal"] {
                try FileManager.default.copyItem(
                    atPath: history.temporary.directory + "/" + name, toPath: copy + "/" + name)
            }
            let reopened = try SQLiteStore(directory: copy)
            #expect(try reopened.entries(after: 0, limit: 99) == history.store.entries(after: 0, limit: 99))
            #expect(try reopened.entries(after: 0, limit: 99).map(\.seq) == (1...Int64(day * 7)).map { $0 })
            #expect(try reopened.faults() == [])
        }
    }

    /// Of a value that is too large SQLite binds nothing, which `NOT NULL` might not notice.
    @Test func aPollThatCannotBeSavedFailsAlone() throws {
        let history = try History(on: .sqlite, feeds: ["a", "b", "c"])
        try history.temporary.sqlite.write { database in
            _ = sqlite3_limit(database.sqliteConnection, SQLITE_LIMIT_LENGTH, 60_000)
        }
        var polls = try ["a", "b", "c"].map { try history.record($0, day: 1, [entry("1", nil, "T\($0)")]) }
        polls[1].state.title = String(repeating: "t", count: 70_000)
        let result = try history.store.commit(polls, now: .day(1))
        #expect(result.polls[0] == .success(.init(new: 1)) && result.polls[2] == .success(.init(new: 1)))
        guard case .failure(.failed(_, _, .database(SQLITE_TOOBIG))) = result.polls[1] else {
            Issue.record("\(result.polls[1])")
            return
        }
        #expect(try history.store.entries(after: 0, limit: 9).map(\.feed) == ["a", "c"])
        #expect(result.seqs == 1..<3)
        // As if it had never been: its next poll brings all of it.
        polls[1].state.title = "short"
        #expect(try history.commit([polls[1]], day: 2) == ["Tb"])
    }

    @Test func aFullDiskTakesNothingAndIsSaidSo() throws {
        let history = try History(on: .sqlite)
        let many = (1...200).map { entry("\($0)", "https://a.example/\($0)", "T\($0)") }
        let record = try history.record(day: 1, many)
        let pages = try history.temporary.sqlite.write { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        try history.temporary.sqlite.write { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(pages)") }
        #expect(throws: StoreError.diskFull(location: history.store.location)) { try history.commit([record], day: 1) }
        #expect(try history.store.entries(after: 0, limit: 9) == [])
        try history.temporary.sqlite.write { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = 100000") }
        #expect(try history.commit([record], day: 2).count == 200)
    }

    @Test(arguments: [
        Array("no database at all, but long enough to be read as one".utf8), Array(repeating: 0, count: 8192),
        Array("SQLite format 3\0 and no more".utf8),
    ])
    func aFileThatIsNoDatabaseIsLeftAsItIs(_ bytes: [UInt8]) throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/newspool.sqlite"
        try Data(bytes).write(to: URL(filePath: path))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(directory: directory) }
        guard case .corrupt(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes))
        #expect(error?.description.contains(path) == true)
    }

    /// A store of many pages, closed again.
    private func makeLargeFile(in directory: String) throws -> String {
        let store = try SQLiteStore(directory: directory)
        _ = try store.synchronize((0..<2_000).map { FeedSource(url: "https://a.example/\($0)", name: "\($0)") })
        return store.location
    }

    @Test(arguments: [0.3, 0.6, 0.9])
    func damageInTheMiddleIsFound(_ place: Double) throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = try makeLargeFile(in: directory)
        var data = try Data(contentsOf: URL(filePath: path))
        let page = 8_192  // a whole one: half a page may be empty, and no one's loss
        let start = Int(Double(data.count) * place) / page * page
        data.replaceSubrange(start..<start + page, with: Data(repeating: 0xA5, count: page))
        try data.write(to: URL(filePath: path))
        let error = #expect(throws: StoreError.self) { try SQLiteStore(directory: directory) }
        guard case .corrupt(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == data)
    }

    @Test func aTruncatedFileIsFound() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = try makeLargeFile(in: directory)
        let data = try Data(contentsOf: URL(filePath: path))
        try data.prefix(data.count / 2).write(to: URL(filePath: path))
        #expect(throws: StoreError.self) { try SQLiteStore(directory: directory) }
        #expect(try Data(contentsOf: URL(filePath: path)).count == data.count / 2)
    }

    @Test func aNewerVersionIsRefused() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            let store = try SQLiteStore(directory: directory)
            try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('1000')") }
        }
        let path = directory + "/newspool.sqlite"
        #expect(throws: StoreError.newerVersion(location: path)) { try SQLiteStore(directory: directory) }
        #expect(throws: StoreError.newerVersion(location: path)) {
            try SQLiteOpener(directory: directory).openForReading()
        }
    }

    @Test func aMissingDirectoryIsMadeAndAFileInItsPlaceIsNamed() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try SQLiteStore(directory: directory + "/a/b")
        #expect(FileManager.default.fileExists(atPath: directory + "/a/b/newspool.sqlite"))
        try Data().write(to: URL(filePath: directory + "/file"))
        #expect(throws: StoreError.cannotCreate(location: directory + "/file/state", reason: "Not a directory")) {
            try SQLiteStore(directory: directory + "/file/state")
        }
        try FileManager.default.createDirectory(
            atPath: directory + "/newspool.sqlite", withIntermediateDirectories: false)
        #expect(throws: StoreError.self) { try SQLiteStore(directory: directory) }
    }

    @Test func aFileThatMayNotBeSeenIsNotToldAsMissing() throws {
        let directory = try TemporaryStore.makeDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createSymbolicLink(atPath: directory + "/loop", withDestinationPath: "loop")
        let path = directory + "/loop/newspool.sqlite"
        let reason = "Too many levels of symbolic links"
        #expect(throws: StoreError.cannotRead(location: path, reason: reason)) {
            try SQLiteOpener(directory: directory + "/loop").openForReading()
        }
    }

    @Test func errorsAreSentences() {
        #expect(
            StoreError.locked(location: "/s/newspool.lock", pid: 7).description
                == "/s/newspool.lock is in use by another newspool (process 7)")
        let full = StoreError(DatabaseError(resultCode: .SQLITE_FULL), path: "/s/x")
        #expect(full == .diskFull(location: "/s/x"))
        #expect(StoreError(DatabaseError(resultCode: .SQLITE_READONLY), path: "/s/x") == .readOnly(location: "/s/x"))
        #expect(StoreError(errno: EROFS, path: "/s/x") == .readOnly(location: "/s/x"))
        #expect(StoreError(errno: ENOSPC, path: "/s/x") == .diskFull(location: "/s/x"))
    }
}

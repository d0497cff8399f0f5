import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A file system of a few KiB on a directory, for as long as the value lives; only root may mount.
private final class SmallDisk {
    let path: String

    init?(at path: String, kilobytes: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k,mode=750") == 0 else { return nil }
        self.path = path
    }

    deinit { umount2(path, CInt(MNT_DETACH)) }

    /// Takes all the room there is.
    func fill() throws {
        let file = open(path + "/.ballast", O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        let block = [UInt8](repeating: 0, count: 1024)
        while write(file, block, block.count) == block.count {}
    }

    func free() { unlink(path + "/.ballast") }

    func setReadOnly(_ isReadOnly: Bool) -> Bool {
        mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0), nil) == 0
    }
}

@Suite("A full or read-only disk") struct FullDiskTests {
    /// A feed with so many more items each time that it is asked for.
    private static func growingSite(by step: Int) throws -> LoopbackServer {
        let count = Mutex(1)
        return try LoopbackServer { _ in
            let items = count.withLock { count in
                count += step
                return count
            }
            return .ok(rss(Array(1...items)))
        }
    }

    @Test("the daemon stays up, polls until max_outbox waits, stops and says so, and goes on by itself")
    func maxOutbox() async throws {
        let place = try Workplace()
        guard let disk = try SmallDisk(at: place.directory.appending("spool").path, kilobytes: 512) else {
            print("skipped: only root can mount a small disk")
            return
        }
        let server = try Self.growingSite(by: 4)
        try place.configure(feeds: [("site", server.url())], spool: "max_outbox = \"8KiB\"")
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        try disk.fill()
        #expect(daemon.waitForError(containing: "cannot deliver to the spool"))
        #expect(daemon.waitForError(containing: "polling stopped: the outbox is full"))
        // That no poll begins until there is room is tried with a clock of its own (ConductorTests).
        let status = try place.run("status", "--failing")
        #expect(status.status == 1 && status.text.contains("the outbox is full"), "\(status.text)")
        #expect(daemon.isRunning)
        let before = server.requests.count
        disk.free()
        #expect(daemon.waitForError(containing: "polling goes on"))
        _ = await server.requests(count: before + 2)
        daemon.send(SIGTERM)
        let result = daemon.wait()
        #expect(result.status == 0, "\(result.errors)")
        let lines = try place.journal()
        let seqs = lines.compactMap { $0["seq"] as? Int }
        #expect(seqs.count == lines.count && seqs == Array(1...max(1, seqs.count)))
        #expect(lines.compactMap { $0["path"] as? String }.sorted() == place.articles(".json"))
        #expect(place.articles(".md").count == lines.count)
    }

    @Test("a full disk of the store is told by status, and nothing is lost by it")
    func fullState() async throws {
        let place = try Workplace()
        guard let disk = try SmallDisk(at: place.directory.appending("state").path, kilobytes: 8_192) else {
            print("skipped: only root can mount a small disk")
            return
        }
        let server = try Self.growingSite(by: 40)
        try place.configure(feeds: [("site", server.url())])
        let daemon = try place.start("run")
        #expect(daemon.waitForError(containing: "new articles"))
        try disk.fill()
        #expect(daemon.waitForError(containing: "cannot save a poll"))
        let told = try place.run("status")
        #expect(told.text.contains("polls cannot be saved: "), "\(told.text)")
        #expect(daemon.isRunning)
        disk.free()
        _ = await server.requests(count: server.requests.count + 2)  // the first of them has been saved by then
        #expect(try !place.run("status").text.contains("polls cannot be saved"))
        daemon.send(SIGTERM)
        let result = daemon.wait()
        #expect(result.status == 0, "\(result.errors)")
        let lines = try place.journal()
        #expect(lines.compactMap { $0["path"] as? String }.sorted() == place.articles(".json"))
        #expect(Set(lines.compactMap { $0["guid"] as? String }).count == lines.count && lines.count > 41)
    }

    @Test(
        "run --once ends with 73 or 74, names the file, and the next run brings everything once",
        arguments: [true, false])
    func once(isFull: Bool) throws {
        let place = try Workplace()
        guard let disk = try SmallDisk(at: place.directory.appending("spool").path, kilobytes: 512) else {
            print("skipped: only root can mount a small disk")
            return
        }
        let server = try LoopbackServer { _ in .ok(rss([1, 2, 3])) }
        try place.configure(feeds: [("site", server.url())])
        if isFull { try disk.fill() } else { #expect(disk.setReadOnly(true)) }
        let result = try place.run("run", "--once")
        #expect(result.status == (isFull ? 74 : 73), "\(result.errors)")
        #expect(result.errors.contains(place.directory.appending("spool").path), "\(result.errors)")
        if isFull { disk.free() } else { #expect(disk.setReadOnly(false)) }
        #expect(try place.run("run", "--once").status == 0)
        #expect(try place.journal().count == 3)
        #expect(place.articles(".json").count == 3)
    }
}

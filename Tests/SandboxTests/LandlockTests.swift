import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Each test is a process of its own, for no wall is ever taken down.
@Suite(.enabled(if: Landlock.version >= 2, "the kernel has no Landlock"))
struct LandlockTests {
    @Test func filesAreWrittenWhereThatIsAllowedAndReadEverywhere() async throws {
        await #expect(processExitsWith: .success) {
            let place = try TemporaryDirectory()
            for name in ["in", "out"] {
                try FileManager.default.createDirectory(
                    at: place.url.appending(path: name), withIntermediateDirectories: true)
            }
            try place.directoryCheck()
        }
    }

    @Test func whatIsForbiddenIsForbiddenToAnyPathThatLeadsThere() async throws {
        await #expect(processExitsWith: .success) {
            let place = try TemporaryDirectory()
            let link = place.url.appending(path: "link").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
            let wall = try #require(Landlock(forbidding: .read, closesNetwork: false))
            wall.allow(.read, beneath: place.url.path)
            guard ProcessWall.giveUpPrivileges(), wall.restrict() else { exit(2) }
            exit(open(link, O_RDONLY) < 0 && open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1)
        }
    }
}

extension TemporaryDirectory {
    fileprivate func directoryCheck() throws {
        let wall = try #require(Landlock(forbidding: [.write, .change], closesNetwork: false))
        let (inside, outside) = (url.appending(path: "in").path, url.appending(path: "out").path)
        wall.allow([.write, .change], beneath: inside)
        guard ProcessWall.giveUpPrivileges(), wall.restrict() else { exit(2) }
        guard open(inside + "/a", O_WRONLY | O_CREAT, 0o600) >= 0, mkdir(inside + "/b", 0o700) == 0,
            rename(inside + "/a", inside + "/b/a") == 0
        else { exit(3) }
        guard open(outside + "/a", O_WRONLY | O_CREAT, 0o600) < 0, mkdir(outside + "/b", 0o700) < 0,
            rename(inside + "/b/a", outside + "/a") < 0
        else { exit(4) }
        exit(open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 5)
    }
}

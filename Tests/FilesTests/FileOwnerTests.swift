import Foundation
import TestSupport
import Testing

@testable import Files

/// What others have put where newspool's own files are to be.
struct FileOwnerTests {
    private let place: TemporaryDirectory
    private var path: String { place.appending("newspool.lock").path }

    init() throws { place = try TemporaryDirectory() }

    @Test func aFileOfThisUserIsTaken() throws {
        #expect(FileOwner.distrust(path) == nil)  // there is none yet
        try place.write("", to: "newspool.lock")
        #expect(FileOwner.distrust(path) == nil)
        #expect(throws: Never.self) { try OwnerLock(path: path, for: .command) }
    }

    @Test func aSymbolicLinkIsNot() throws {
        try place.write("", to: "target")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: place.appending("target").path)
        #expect(FileOwner.distrust(path)?.contains("symbolic link") == true)
        #expect(throws: OwnerLock.Failure.system(SystemError(ELOOP))) { try OwnerLock(path: path, for: .command) }
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away")) func aFileOfAnotherUserIsNot() throws {
        try place.write("", to: "newspool.lock")
        chown(path, 12_345, 12_345)
        #expect(FileOwner.distrust(path)?.contains("12345") == true)
        #expect(throws: OwnerLock.Failure.system(SystemError(EPERM))) { try OwnerLock(path: path, for: .command) }
        chown(place.path, 12_345, 12_345)  // then it is its directory's
        #expect(FileOwner.distrust(path) == nil)
    }

    @Test(
        "what root makes in a directory is its owner's, and nothing else becomes it",
        .enabled(if: geteuid() == 0, "only root gives files away"))
    func made() throws {
        func owner(_ name: String) -> uid_t? {
            var info = stat()
            return lstat(place.appending(name).path, &info) == 0 ? info.st_uid : nil
        }
        let directory = try Directory(place.path)
        _ = try directory.openFile("roots", O_WRONLY | O_CREAT)
        #expect(owner("roots") == 0)  // root's directory
        try place.write("secret", to: "elsewhere")
        chown(place.path, 12_345, 12_345)
        _ = try directory.openFile("made", O_WRONLY | O_CREAT)
        _ = try directory.makeDirectory("folder").directory.openFile("inner", O_WRONLY | O_CREAT)
        #expect([owner("made"), owner("folder"), owner("folder/inner")] == [12_345, 12_345, 12_345])
        _ = try directory.openFile("elsewhere", O_RDONLY)
        #expect(owner("elsewhere") == 0)
        try directory.makeLink("current", target: "elsewhere")
        #expect(owner("current") == 12_345 && owner("elsewhere") == 0)
        // Another name of a file of root's, which the directory's owner may have made.
        #expect(link(place.appending("elsewhere").path, place.appending("linked").path) == 0)
        _ = try directory.openFile("linked", O_WRONLY | O_CREAT)
        #expect(owner("linked") == 0)
    }

    @Test func readersOfTheGroupCannotHoldTheLock() throws {
        try place.write("", to: "newspool.lock")
        chmod(path, 0o640)  // of 0.1.0
        let lock = try OwnerLock(path: path, for: .command)
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        withExtendedLifetime(lock) {}
    }
}

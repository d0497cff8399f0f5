import Foundation
import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct OwnerLockTests {
    /// Holds the lock of a file as another process would, and says who it is.
    private final class Holder {
        private let descriptor: CInt

        init(_ path: String, says text: String) throws {
            descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
            _ = pwrite(descriptor, text, text.utf8.count, 0)
        }

        deinit { close(descriptor) }
    }

    @Test(
        "a daemon's lock is refused at once, a command's after a while, and who waits is told once",
        arguments: [
            ("\(getpid()) daemon\n", [], getpid()), ("\(getpid()) command\n", [getpid()], getpid()),
            // Who says so has ended, and left it to one who says nothing.
            ("\(Int32.max) daemon\n", [], nil), ("\(Int32.max) command\n", [nil], nil), ("-1 command\n", [nil], nil),
            ("command\n", [], nil), ("", [], nil),
        ] as [(String, [Int32?], Int32?)])
    func waits(says text: String, told: [Int32?], named: Int32?) throws {
        let directory = try TemporaryDirectory()
        let path = directory.appending("lock").path
        let holder = try Holder(path, says: text)
        var tellings: [Int32?] = []
        #expect {
            _ = try OwnerLock(path: path, for: .command, patience: 0.3, silence: 0.1) { tellings.append($0) }
        } throws: { error in
            error as? OwnerLock.Failure == .held(pid: named)
        }
        #expect(tellings == told)
        _ = holder
    }
}

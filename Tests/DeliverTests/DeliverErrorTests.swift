import Glibc
import Testing

@testable import Deliver

@Suite struct DeliverErrorTests {
    @Test(arguments: [
        (DeliverError.Step.write, ENOSPC, false), (.write, EDQUOT, false), (.open, EROFS, false),
        (.make, EACCES, false), (.rename, EISDIR, false), (.write, EIO, true), (.rename, EIO, true),
        // A sync is never made a second time, whatever it says.
        (.sync, EIO, true), (.sync, ENOSPC, true),
    ])
    func onlyWhatMendsItselfIsTriedAgain(step: DeliverError.Step, code: CInt, isBroken: Bool) {
        let failure = DeliverError.Failure(step: step, path: "/spool", code: code)
        #expect(DeliverError.from(step, "/spool", code) == (isBroken ? .broken(failure) : .unavailable(failure)))
    }

    @Test(arguments: [(ENOSPC, true), (EDQUOT, true), (EROFS, false), (EACCES, false)])
    func aFullDiskIsToldApart(code: CInt, isFull: Bool) {
        #expect(DeliverError.from(.write, "/spool", code).isDiskFull == isFull)
    }

    @Test func theSentenceSaysWhatWhereAndWhatToDo() {
        #expect(
            "\(DeliverError.from(.write, "/spool/x", ENOSPC))"
                == "cannot write /spool/x: No space left on device. Free some space; what waits is delivered then.")
        #expect("\(DeliverError.from(.sync, "/spool/x", EIO))".hasPrefix("cannot sync /spool/x: Input/output error. "))
    }

    @Test(arguments: [
        ("/a/b", "b", "/a"), ("/a/b/", "b", "/a"), ("/a", "a", "/"), ("/", "", "/"), ("a", "a", "."), ("a/b", "b", "a"),
    ])
    func pathsComeApart(path: String, name: String, parent: String) {
        #expect(path.lastName == name && path.parentPath == parent)
    }
}

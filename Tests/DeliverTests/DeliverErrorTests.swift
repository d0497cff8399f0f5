import Glibc
import Testing

@testable import Deliver
@testable import Files

@Suite struct DeliverErrorTests {
    @Test(arguments: [
        (FileError.Step.write, ENOSPC, false), (.write, EDQUOT, false), (.open, EROFS, false),
        (.make, EACCES, false), (.rename, EISDIR, false), (.write, EIO, true), (.rename, EIO, true),
        // A sync is never made a second time, whatever it says.
        (.sync, EIO, true), (.sync, ENOSPC, true),
    ])
    func onlyWhatMendsItselfIsTriedAgain(step: FileError.Step, code: CInt, isBroken: Bool) {
        let error = FileError(step, "/spool", code)
        #expect(DeliverError(error) == (isBroken ? .broken(error) : .unavailable(error)))
    }

    @Test(arguments: [(ENOSPC, true), (EDQUOT, true), (EROFS, false), (EACCES, false)])
    func aFullDiskIsToldApart(code: CInt, isFull: Bool) {
        #expect(DeliverError(FileError(.write, "/spool", code)).isDiskFull == isFull)
    }

    @Test func theSentenceSaysWhatWhereAndWhatToDo() {
        #expect(
            "\(DeliverError(FileError(.write, "/spool/x", ENOSPC)))"
                == "cannot write /spool/x: No space left on device. Free some space; what waits is delivered then.")
        #expect(
            "\(DeliverError(FileError(.sync, "/spool/x", EIO)))".hasPrefix("cannot sync /spool/x: Input/output error. ")
        )
    }
}

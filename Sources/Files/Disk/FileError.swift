public import Glibc

/// Why a file or a directory could not be worked with, and whether trying again is of any use.
public struct FileError: Error, Equatable, Sendable {
    /// A verb that ends the sentence "cannot …".
    public enum Step: String, Sendable {
        case make, open, read, write, sync, rename, remove, link
    }

    public let step: Step
    public let path: String
    /// errno(3)
    public let code: CInt

    public init(_ step: Step, _ path: String, _ code: CInt = errno) {
        (self.step, self.path, self.code) = (step, path, code)
    }

    /// The disk failed to keep what it was given. What the kernel still shows of the file need not be on the disk, so its
    /// owner must stop, and do the work again at the next start.
    ///
    /// A failed sync is final, whatever its reason: the kernel marks the pages clean, and a second sync would lie
    /// (Rebello et al., USENIX ATC 2020).
    public var isBrokenDisk: Bool { step == .sync || [EIO, ENXIO, ENODEV, EUCLEAN].contains(code) }

    /// The disk or the quota is full.
    public var isDiskFull: Bool { [ENOSPC, EDQUOT].contains(code) }
}

extension FileError: CustomStringConvertible {
    /// Without a full stop.
    public var description: String { "cannot \(step.rawValue) \(path): \(SystemError(code))" }
}

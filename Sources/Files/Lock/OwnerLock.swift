import Glibc

/// One owner of a directory: a lock on a file in it that says who holds it: `4711 daemon`.
///
/// The kernel drops the lock with the process, so a stale file never keeps anyone out.
package final class OwnerLock: Sendable {
    /// What the owner is.
    package enum Use: String, Sendable {
        /// Holds it for as long as it runs, which may be days.
        case daemon
        /// Holds it for moments.
        case command
    }

    package enum Failure: Error, Equatable {
        /// Another process has it; its number where that is known.
        case held(pid: Int32?)
        case system(SystemError)
    }

    /// The name of the lock on a state directory.
    package static let stateName = "newspool.lock"

    /// Seconds for which a command's lock is waited for; a daemon's is held for days.
    package static let patience = 10.0
    /// Seconds after which those who wait are told.
    package static let silence = 5.0

    private let descriptor: CInt

    /// - Parameters:
    ///   - silence: seconds after which `onLongWait` is called.
    ///   - onLongWait: called once where a command's lock is waited for, with its process where that is known.
    /// - Throws: `held` at once where a daemon holds it, and after `patience` seconds where a command does.
    package init(
        path: String, for use: Use, patience: Double = OwnerLock.patience, silence: Double = OwnerLock.silence,
        onLongWait: (Int32?) -> Void = { _ in }
    ) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(SystemError()) }
        // Who may open the file may lock it for good: the group of the spool's readers may not, as older versions let it.
        _ = fchmod(descriptor, 0o600)
        do throws(Failure) {
            guard FileOwner.isTrusted(descriptor, path: path) else { throw .system(SystemError(EPERM)) }
            try Self.lock(descriptor, patience: patience, silence: silence, onLongWait)
        } catch {
            close(descriptor)
            throw error
        }
        FileOwner.giveToOwnerOfDirectory(descriptor, path: path)
        let text = Array("\(getpid()) \(use.rawValue)\n".utf8)
        // For people, and for those that wait; the lock holds without it, for example on a full disk.
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether a daemon that is alive says that it has the lock of this file. Nothing is locked to find that out.
    package static func hasDaemon(path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let holder = Holder(descriptor)
        return !holder.isCommand && holder.livingPid != nil
    }

    private static func lock(
        _ descriptor: CInt, patience: Double, silence: Double, _ onLongWait: (Int32?) -> Void
    ) throws(Failure) {
        let start = ContinuousClock.now
        var last: Holder?
        var isTold = false
        do throws(SystemError) {
            let isTaken = try AdvisoryLock.take(descriptor) {
                // Looked at twice: who has just got the lock has not written yet, and what is there is the last one's.
                let holder = Holder(descriptor)
                defer { last = holder }
                let waited = ContinuousClock.now - start
                if !isTold, holder.isCommand, waited >= .seconds(silence) {
                    isTold = true
                    onLongWait(holder.livingPid)
                }
                return !holder.isCommand && holder == last || waited >= .seconds(patience)
            }
            if isTaken { return }
        } catch {
            throw .system(error)
        }
        throw .held(pid: last?.livingPid)
    }

    /// What the file says.
    private struct Holder: Equatable {
        var pid: Int32?
        var isCommand: Bool

        /// Nil where the process that says so has ended: another one has the lock.
        var livingPid: Int32? { pid.flatMap { $0 > 0 && (kill($0, 0) == 0 || errno == EPERM) ? $0 : nil } }

        init(_ descriptor: CInt) {
            var bytes = [UInt8](repeating: 0, count: 32)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            let words = bytes.prefix(max(0, count)).split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            pid = words.first.flatMap { Int32(String(decoding: $0, as: UTF8.self)) }
            isCommand = words.count > 1 && words[1].elementsEqual(Use.command.rawValue.utf8)
        }
    }
}

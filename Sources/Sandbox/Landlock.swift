import CSandbox
import Glibc

/// What this thread, and those that it starts, may do with files and the network from now on (landlock(7)): a wall that no
/// one takes down again.
package final class Landlock {
    /// Rights on files by the version of Landlock that first knew them.
    package struct Rights: OptionSet, Sendable {
        package let rawValue: UInt64
        package init(rawValue: UInt64) { self.rawValue = rawValue }

        package static let execute = Rights(rawValue: 1 << 0)
        package static let write = Rights(rawValue: 1 << 1)
        package static let read = Rights(rawValue: 1 << 2)
        package static let list = Rights(rawValue: 1 << 3)
        /// Making and removing files of all kinds, cutting them, and moving them between directories.
        package static let change = Rights(rawValue: 0x7FF0)
        /// ioctl(2) on devices.
        package static let control = Rights(rawValue: 1 << 15)
        package static let all: Rights = [.execute, .write, .read, .list, .change, .control]

        /// As much as that version can hold.
        fileprivate func known(to version: Int) -> Rights {
            let count = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13
            return Rights(rawValue: rawValue & (1 << count - 1))
        }

        /// Without what only directories can have.
        fileprivate var ofFiles: Rights {
            intersection([.execute, .write, .read, Rights(rawValue: 1 << 14), .control])
        }
    }

    /// What the kernel has: 0 where there is no Landlock.
    package static var version: Int { max(0, Int(np_landlock_version())) }

    private let ruleset: CInt
    private let version: Int

    /// - Parameters:
    ///   - rights: what is forbidden but where `allow` says otherwise.
    ///   - closesNetwork: no TCP, no signals to and no abstract sockets of other processes; as far as the kernel knows how.
    /// - Returns: nil where the kernel has no Landlock.
    package init?(forbidding rights: Rights, closesNetwork: Bool) {
        version = Self.version
        guard version > 0 else { return nil }
        var handled = np_landlock_rights(files: rights.known(to: version).rawValue, network: 0, scopes: 0)
        if closesNetwork {
            handled.network = version >= 4 ? 3 : 0
            handled.scopes = version >= 6 ? 3 : 0
        }
        ruleset = unsafe np_landlock_create(&handled, version >= 6 ? 24 : version >= 4 ? 16 : 8)
        guard ruleset >= 0 else { return nil }
    }

    deinit { close(ruleset) }

    /// - Returns: false where the path cannot be opened or the rule is refused.
    @discardableResult
    package func allow(_ rights: Rights, beneath path: String) -> Bool {
        let place = unsafe np_open_place(path)
        guard place >= 0 else { return false }
        defer { close(place) }
        var info = stat()
        guard unsafe fstat(place, &info) == 0 else { return false }
        let possible = info.st_mode & S_IFMT == S_IFDIR ? rights : rights.ofFiles
        return np_landlock_allow_beneath(ruleset, place, possible.known(to: version).rawValue) == 0
    }

    /// From here on the rules hold, for this thread and all that it starts. Needs `NewPrivileges.giveUp()`.
    package func restrict() -> Bool { np_landlock_restrict(ruleset) == 0 }
}

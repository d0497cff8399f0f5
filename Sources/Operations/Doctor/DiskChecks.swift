import Config
import Files
import Foundation
import Glibc
import Model

/// Room, permissions, and who may read secrets.
enum DiskChecks {
    static func all(state: String, spool: String) -> [Checkup] {
        [
            space("state", state), space("spool", spool), permissions("state", state, spool: spool),
            permissions("spool", spool, spool: spool),
        ]
    }

    private static func space(_ name: String, _ path: String) -> Checkup {
        let place = nearest(path)
        var disk = statvfs()
        guard statvfs(place, &disk) == 0 else {
            let key = name == "state" ? "[daemon] state" : "[spool] path"
            return .fail("disk space of \(name)", "\(place): \(SystemError())", "correct \(key)")
        }
        let free = Int(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize))
        let share = disk.f_blocks == 0 ? 1 : Double(disk.f_bavail) / Double(disk.f_blocks)
        let files = disk.f_files == 0 ? 1 : Double(disk.f_favail) / Double(disk.f_files)
        let words = "\(ByteCount.text(free)) free (\(Int(share * 100)) %) at \(place)"
        let advice =
            "make room, or shorten keep_articles and keep_journal; a full disk stops the spool, nothing is lost"
        if free < 64 << 20 || files < 0.005 { return .fail("disk space of \(name)", words, advice) }
        if free < 1 << 30 && share < 0.1 || files < 0.05 {
            return .warn("disk space of \(name)", files < 0.05 ? "\(words), hardly any inodes" : words, advice)
        }
        return .ok("disk space of \(name)", words)
    }

    private static func permissions(_ name: String, _ path: String, spool: String) -> Checkup {
        let label = "permissions of \(name)"
        var info = stat()
        guard stat(path, &info) == 0 else {
            let parent = nearest(path)
            if errno == ENOENT, access(parent, W_OK | X_OK) == 0 {
                return .ok(label, "\(path) is not there yet and can be made")
            }
            return .fail(
                label, "\(path) is not there, and cannot be made by this user",
                "make it, or let the unit do so (StateDirectory=)")
        }
        guard info.st_mode & S_IFMT == S_IFDIR else {
            return .fail(label, "\(path) is not a directory", "move it away, or name another place in feeds.toml")
        }
        if let stranger = stranger(in: path, owner: info.st_uid) {
            return .warn(
                label, "\(stranger) does not belong to the owner of \(path)",
                "newspool ran there as another user, as root perhaps: chown -R \(info.st_uid) \(path)")
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            return .warn(
                label, "this user may not write to \(path), which belongs to user \(info.st_uid)",
                "run doctor as the service's user: sudo -u newspool newspool doctor")
        }
        if name == "state", info.st_mode & 0o007 != 0 {
            return .warn(label, "\(path) is open to every user", "chmod o= \(path)")
        }
        if name == "state", info.st_mode & 0o070 != 0, !isBeneath(spool, path) {
            return .warn(
                label, "the group of \(path) may look into it",
                "chmod 700 \(path); for a group that is to ask the daemon, set [daemon] control_socket")
        }
        return .ok(label, "\(path) can be written, mode \(String(info.st_mode & 0o777, radix: 8))")
    }

    private static func isBeneath(_ path: String, _ directory: String) -> Bool {
        URL(filePath: path).standardizedFileURL.path.hasPrefix(URL(filePath: directory).standardizedFileURL.path + "/")
    }

    /// Whether every user of this machine may read one of the files that hold secrets: feeds.toml, and what it names.
    static func secrets(in configuration: Configuration) -> Checkup {
        let count = configuration.secretFiles.values.reduce(0, +)
        guard count > 0 else { return .ok("secrets", "there are none") }
        let open = configuration.secretFiles.keys.sorted().filter { path in
            var info = stat()
            return stat(path, &info) == 0 && info.st_mode & 0o004 != 0
        }
        guard !open.isEmpty else { return .ok("secrets", "\(count) can be read") }
        return .warn(
            "secrets", "\(count) can be read, and every user of this machine can read \(open.joined(separator: ", "))",
            "chmod 640 \(open.joined(separator: " ")); feeds.toml can have its secrets in files of their own "
                + "(secret_file, password_file)")
    }

    /// The path itself or the nearest directory above that is there.
    private static func nearest(_ path: String) -> String {
        var url = URL(filePath: path).standardizedFileURL
        while url.path != "/", access(url.path, F_OK) != 0 { url.deleteLastPathComponent() }
        return url.path
    }

    /// The first file in the directory that someone else owns.
    private static func stranger(in directory: String, owner: uid_t) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []  // told as unreadable later
        return names.sorted().prefix(100).map { directory + "/" + $0 }.first { path in
            var info = stat()
            return lstat(path, &info) == 0 && info.st_uid != owner
        }
    }
}

public import Config
import Foundation
import Glibc
import Sandbox

/// What the daemon gives up before it begins: running programs but newspool itself, and writing outside of its state
/// directory and of the directories that its spool (which is made anew where someone moves it away) and its sockets are in. Reading stays open, and so does the network: a reload of feeds.toml may name any file and any host.
public enum DaemonWall {
    /// Call while this process has one thread: those that it starts later are within the wall too.
    /// - Returns: whether it holds; it does not where the kernel has no Landlock or an old one, which would forbid moves
    ///   between directories altogether, and where feeds have commands, which would be within the same wall.
    @discardableResult
    public static func build(for configuration: Configuration) -> Bool {
        guard !configuration.runsCommands, Landlock.version >= 2, isAlone, ProcessWall.giveUpPrivileges(),
            let wall = Landlock(forbidding: [.write, .change, .execute], closesNetwork: false)
        else { return false }
        var around = [configuration.spool.path, configuration.daemon.controlPath].map(parent)
        for case .unix(let path)? in [configuration.status.listen, configuration.webSub?.listen] {
            around.append(parent(of: path))
        }
        let own = [configuration.daemon.state, configuration.spool.path].flatMap(places)
        for place in own + around.filter({ $0 != "/" }) { wall.allow([.write, .change], beneath: place) }
        wall.allow(.write, beneath: "/dev/null")
        // A parser process is newspool itself, which the dynamic linker starts.
        for program in ["/proc/self/exe"] + linkers { wall.allow(.execute, beneath: program) }
        return wall.restrict()
    }

    private static func parent(of path: String) -> String {
        URL(filePath: path).standardizedFileURL.deletingLastPathComponent().path
    }

    /// A directory, or where it will be made, and what symbolic links in it lead to: parts of a spool may be on other disks.
    private static func places(of directory: String) -> [String] {
        var url = URL(filePath: directory).standardizedFileURL
        guard access(url.path, F_OK) == 0 else {
            while url.path != "/", access(url.path, F_OK) != 0 { url.deleteLastPathComponent() }
            return [url.path]
        }
        // Where it cannot be read, opening it says so.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        let links = names.map { url.path + "/" + $0 }.filter { path in
            var info = stat()
            return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
        }
        return [url.path] + links
    }

    private static let linkers = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]

    private static var isAlone: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))?.count == 1  // unreadable: not known
    }
}

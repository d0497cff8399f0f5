import Config
import Files
import Foundation
import Glibc

/// Whether the service could work here: its unit, and the user that it runs as.
struct ServiceChecks {
    let configuration: Configuration
    /// Of feeds.toml.
    let path: String
    /// That feeds.toml names: secrets, certificates.
    let files: [String]
    let unit: ServiceUnit?

    /// Entries of a directory's tree that are looked at.
    private static let limit = 10_000

    var all: [Checkup] { [unitCheck, userCheck].compactMap { $0 } }

    /// The unit runs with this feeds.toml.
    private var isServices: Bool {
        guard let named = unit?.configuration else { return false }
        return Self.real(named) == Self.real(path)
    }

    private static func real(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return URL(filePath: path).standardizedFileURL.path }
        defer { free(found) }
        return String(cString: found)
    }

    private var unitCheck: Checkup? {
        guard let unit else { return nil }
        let label = "systemd unit"
        guard isServices else {
            return .ok(label, "\(unit.path) runs with \(unit.configuration ?? "no --config"), not with this file")
        }
        var places = [(key: "[daemon] state", path: configuration.daemon.state)]
        places.append((key: "[spool] path", path: configuration.spool.path))
        for (key, address) in [
            ("[status] listen", configuration.status.listen), ("[websub] listen", configuration.webSub?.listen),
        ] {
            if case .unix(let socket) = address { places.append((key: key, path: socket.parentPath)) }
        }
        for place in places {
            guard let problem = unit.problem(writing: Self.real(place.path)) else { continue }
            return .fail(
                label, "the service cannot write to \(place.key), \(place.path): \(problem)",
                "systemctl edit newspool, then below [Service]: ReadWritePaths=\(place.path)")
        }
        return .ok(label, "\(unit.path) lets the service write to state and spool")
    }

    /// As root alone: who is not can try by itself.
    private var userCheck: Checkup? {
        guard geteuid() == 0, let user = serviceUser else { return nil }
        let label = "service's user"
        var refusals: [String] = []
        var seen = Set<String>()
        func look(_ path: String, _ want: UserAccess.Want) {
            guard let refusal = user.refusal(path, want), seen.insert(refusal).inserted else { return }
            refusals.append(refusal)
        }
        // Another file than the service's may be readable to those alone who run newspool by hand.
        look(path, .read)
        for file in files where !file.hasPrefix("/run/credentials/") { look(file, .read) }
        look(configuration.daemon.state, .use)
        for name in Self.names(configuration.daemon.state) {
            look("\(configuration.daemon.state)/\(name)", .readAndWrite)
        }
        lookAtSpool(look)
        guard let first = refusals.first else {
            return .ok(label, "\(user.name) can open all that the daemon needs")
        }
        return .fail(
            label, "\(user.name) cannot open \(first)\(refusals.count > 1 ? ", and \(refusals.count - 1) more" : "")",
            "newspool ran there as root or as another user; chown what is \(user.name)'s: "
                + "chown -R \(user.name): \(configuration.daemon.state) \(configuration.spool.path)")
    }

    private func lookAtSpool(_ look: (String, UserAccess.Want) -> Void) {
        let spool = configuration.spool.path
        look(spool, .use)
        look(spool + "/.lock", .readAndWrite)
        guard let files = FileManager.default.enumerator(atPath: spool) else { return }
        var count = 0
        while count < Self.limit, let name = files.nextObject() as? String {
            count += 1
            var info = stat()
            guard lstat("\(spool)/\(name)", &info) == 0 else { continue }
            switch info.st_mode & S_IFMT {
            case S_IFDIR: look("\(spool)/\(name)", .use)
            // Lines are added to a journal; an article's file is only read again.
            case S_IFREG: look("\(spool)/\(name)", name.hasPrefix("journal/") ? .readAndWrite : .read)
            default: break
            }
        }
    }

    /// Who owns the state directory; before there is one, the unit's user.
    private var serviceUser: UserAccess? {
        var info = stat()
        if stat(configuration.daemon.state, &info) == 0 {
            if info.st_uid != 0 { return UserAccess(uid: info.st_uid) }
            guard isServices else { return nil }
        }
        return isServices ? unit?.user.flatMap { UserAccess(name: $0) } : nil
    }

    private static func names(_ directory: String) -> [String] {
        // A directory that cannot be read as root is on another machine, and its own check says so.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().filter { name in
            var info = stat()
            return lstat("\(directory)/\(name)", &info) == 0 && info.st_mode & S_IFMT == S_IFREG
        }
    }
}

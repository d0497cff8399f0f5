import Files
import Foundation

/// The systemd unit that runs the daemon, with its drop-ins: as whom, with which feeds.toml, and where it may write.
struct ServiceUnit: Equatable {
    /// The file that was found.
    var path = ""
    var user: String?
    /// Of `ExecStart`; nil where it names none.
    var configuration: String?

    /// Below these it may write although `ProtectSystem` closes what is around them.
    private(set) var writable: [String] = []
    private(set) var readOnly: [String] = []
    private(set) var hidden: [String] = []
    private(set) var protectsSystem = "no"
    private(set) var protectsHome = "no"
    private(set) var hasPrivateTmp = false

    static let name = "newspool.service"

    /// In systemd's order: what is found first counts.
    static let directories = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]

    /// - Parameter environment: `SYSTEMD_UNIT_PATH` has other directories, as for systemd itself.
    /// - Returns: nil where there is no such unit.
    static func installed(_ environment: [String: String]) -> ServiceUnit? {
        var directories = directories
        if let path = environment["SYSTEMD_UNIT_PATH"], !path.isEmpty {
            let own = path.split(separator: ":").map(String.init)
            directories = path.hasSuffix(":") ? own + directories : own
        }
        func text(_ path: String) -> String? {
            // What cannot be read is not there: this is only a look.
            (try? WholeFile.readRegular(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
        }
        guard
            let (path, main) = directories.lazy.compactMap({ directory in
                text("\(directory)/\(name)").map { ("\(directory)/\(name)", $0) }
            }).first
        else { return nil }
        // Drop-ins of all directories, by name; one that is found first hides others of its name.
        var dropIns: [String: String] = [:]
        for directory in directories.map({ "\($0)/\(name).d" }) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            for name in names where name.hasSuffix(".conf") && dropIns[name] == nil {
                dropIns[name] = text("\(directory)/\(name)")
            }
        }
        var unit = ServiceUnit([main] + dropIns.sorted { $0.key < $1.key }.map(\.value))
        unit.path = path
        return unit
    }

    /// - Parameter texts: the unit's file, then its drop-ins.
    init(_ texts: [String]) {
        for text in texts {
            var section = ""
            for line in Self.lines(of: text) {
                if line.hasPrefix("[") {
                    section = line
                } else if section == "[Service]", let equals = line.firstIndex(of: "=") {
                    let key = line[..<equals].trimmingCharacters(in: .whitespaces)
                    take(key, line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces))
                }
            }
        }
    }

    /// Without comments; a backslash at the end joins two.
    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            let part = line.hasSuffix("\\") ? String(line.dropLast()) + " " : line
            if isOpen { lines[lines.count - 1] += part } else { lines.append(part) }
            isOpen = line.hasSuffix("\\")
        }
        return lines
    }

    private mutating func take(_ key: String, _ value: String) {
        let words = value.split(whereSeparator: \.isWhitespace).map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
        }
        let paths = words.map { String($0.drop { $0 == "-" || $0 == "+" }) }
        func add(_ new: [String], to list: inout [String]) { list = value.isEmpty ? [] : list + new }
        switch key {
        case "User": user = value.isEmpty ? nil : value
        case "ExecStart":
            guard let option = words.firstIndex(where: { $0 == "--config" || $0.hasPrefix("--config=") }) else { break }
            configuration =
                words[option].contains("=")
                ? String(words[option].dropFirst("--config=".count)) : words.dropFirst(option + 1).first
        case "ReadWritePaths", "ReadWriteDirectories": add(paths, to: &writable)
        case "BindPaths":
            add(paths.map { String($0.split(separator: ":").dropFirst().first ?? $0[...]) }, to: &writable)
        case "ReadOnlyPaths", "ReadOnlyDirectories": add(paths, to: &readOnly)
        case "InaccessiblePaths", "InaccessibleDirectories": add(paths, to: &hidden)
        case "StateDirectory": add(paths.map { "/var/lib/" + $0 }, to: &writable)
        case "CacheDirectory": add(paths.map { "/var/cache/" + $0 }, to: &writable)
        case "LogsDirectory": add(paths.map { "/var/log/" + $0 }, to: &writable)
        case "RuntimeDirectory": add(paths.map { "/run/" + $0 }, to: &writable)
        case "ProtectSystem": protectsSystem = value
        case "ProtectHome": protectsHome = value
        case "PrivateTmp": hasPrivateTmp = ["yes", "true", "on", "1", "disconnected"].contains(value)
        default: break
        }
    }

    /// Why the service cannot write below a path, half a sentence; nil: it can, as far as the unit goes.
    func problem(writing path: String) -> String? {
        func isBelow(_ place: String) -> Bool { path == place || path.hasPrefix(place == "/" ? "/" : place + "/") }
        func longest(_ places: [String]) -> Int { places.filter(isBelow).map(\.utf8.count).max() ?? -1 }
        let isOn = { (value: String) in ["yes", "true", "on", "1"].contains(value) }
        let allowed = longest(writable)
        if longest(hidden) > allowed { return "the unit hides it (InaccessiblePaths=)" }
        if longest(readOnly) > allowed { return "the unit makes it read-only (ReadOnlyPaths=)" }
        if allowed >= 0 { return nil }
        let homes = ["/home", "/root", "/run/user"]
        if homes.contains(where: isBelow), isOn(protectsHome) || ["read-only", "tmpfs"].contains(protectsHome) {
            return "the unit closes it (ProtectHome=\(protectsHome))"
        }
        if hasPrivateTmp, isBelow("/tmp") || isBelow("/var/tmp") {
            return "the unit has a directory of its own there, which no one else sees (PrivateTmp=)"
        }
        let closed: [String]
        switch protectsSystem {
        case "strict": closed = ["/"]
        case "full": closed = ["/usr", "/boot", "/efi", "/etc"]
        default: closed = isOn(protectsSystem) ? ["/usr", "/boot", "/efi"] : []
        }
        // What `strict` leaves open holds no files that stay.
        guard closed.contains(where: isBelow), !["/dev", "/proc", "/sys"].contains(where: isBelow) else { return nil }
        return "it is outside of the unit's writable paths (ProtectSystem=\(protectsSystem))"
    }
}

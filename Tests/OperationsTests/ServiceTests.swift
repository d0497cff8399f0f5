import TestSupport
import Testing

@testable import Operations

@Suite("The service: its unit and its user")
struct ServiceTests {
    @Test(
        "where a unit lets its service write",
        arguments: [
            ("ProtectSystem=strict\nStateDirectory=newspool", "/var/lib/newspool/spool", true),
            ("ProtectSystem=strict\nStateDirectory=newspool", "/var/lib/newspool2", false),
            ("ProtectSystem=strict\nStateDirectory=a newspool", "/var/lib/newspool", true),
            ("ProtectSystem=strict", "/srv/spool", false), ("", "/srv/spool", true), ("", "/usr/spool", true),
            ("ProtectSystem=strict\nReadWritePaths=/srv/spool", "/srv/spool", true),
            ("ProtectSystem=strict\nReadWritePaths=-/srv/a \\\n  /srv/spool", "/srv/spool/x", true),
            ("ProtectSystem=strict\nReadWritePaths=/srv\nReadWritePaths=", "/srv/spool", false),
            ("ProtectSystem=strict\nReadWritePaths=/", "/srv/spool", true),
            ("ProtectSystem=strict\nReadWritePaths=/srv\nReadOnlyPaths=/srv/spool", "/srv/spool", false),
            ("ProtectSystem=strict\nBindPaths=/data/spool:/srv/spool", "/srv/spool", true),
            ("# ReadWritePaths=/srv\nProtectSystem=strict", "/srv/spool", false),
            ("ProtectSystem=full", "/etc/spool", false), ("ProtectSystem=full", "/srv/spool", true),
            ("ProtectSystem=yes", "/usr/local/spool", false), ("ProtectSystem=yes", "/etc/spool", true),
            ("ProtectHome=yes", "/home/me/spool", false), ("ProtectHome=read-only", "/home/me/spool", false),
            ("ProtectHome=yes", "/homes/spool", true), ("ProtectHome=no", "/home/me/spool", true),
            ("ProtectHome=yes\nReadWritePaths=/home/me/spool", "/home/me/spool", true),
            ("PrivateTmp=yes", "/tmp/spool", false), ("PrivateTmp=no", "/tmp/spool", true),
            ("InaccessiblePaths=/mnt", "/mnt/spool", false),
            ("[Install]\nReadWritePaths=/srv\n[Service]\nProtectSystem=strict", "/srv/spool", false),
        ])
    func writable(unit: String, path: String, isWritable: Bool) {
        #expect((ServiceUnit(["[Service]\n" + unit]).problem(writing: path) == nil) == isWritable)
    }

    @Test(
        "which feeds.toml a unit runs with, and as whom",
        arguments: [
            ("ExecStart=/usr/bin/newspool run --config /etc/newspool/feeds.toml", "/etc/newspool/feeds.toml"),
            ("ExecStart=/usr/bin/newspool run --config=/a.toml --log-level debug", "/a.toml"),
            ("ExecStart=\nExecStart=/usr/bin/newspool --config \"/b.toml\" run", "/b.toml"),
            ("ExecStart=/usr/bin/newspool run", nil),
        ])
    func configuration(unit: String, path: String?) {
        let unit = ServiceUnit(["[Service]\n\(unit)\nUser=newspool", "[Service]\nUser=other\n"])
        #expect(unit.configuration == path && unit.user == "other")
    }

    @Test("drop-ins of all directories count, by name, and the first of a name hides the others")
    func installed() throws {
        let place = try TemporaryDirectory()
        try place.write("[Service]\nUser=a\n", to: "one/newspool.service")
        try place.write("[Service]\nUser=b\n", to: "two/newspool.service")
        try place.write("[Service]\nReadWritePaths=/x\n", to: "two/newspool.service.d/10.conf")
        try place.write("[Service]\nReadWritePaths=\n", to: "two/newspool.service.d/20.conf")
        try place.write("[Service]\nReadWritePaths=/y\n", to: "one/newspool.service.d/20.conf")
        try place.write("[Service]\nReadWritePaths=/z\n", to: "one/newspool.service.d/30.not")
        let unit = ServiceUnit.installed(["SYSTEMD_UNIT_PATH": "\(place.path)/one:\(place.path)/two"])
        #expect(
            unit?.user == "a" && unit?.writable == ["/x", "/y"] && unit?.path == place.path + "/one/newspool.service")
        #expect(ServiceUnit.installed(["SYSTEMD_UNIT_PATH": "\(place.path)/none"]) == nil)
    }

    @Test(
        "owner, group and mode decide for a user",
        arguments: [
            (0o600, 7, 1, 6, true), (0o600, 1, 1, 4, false), (0o640, 1, 8, 4, true), (0o640, 1, 8, 6, false),
            (0o604, 1, 1, 4, true), (0o004, 7, 1, 4, false), (0o404, 1, 8, 4, false), (0o750, 1, 8, 1, true),
            (0o700, 1, 8, 7, false), (0o770, 1, 8, 7, true),
        ] as [(UInt32, UInt32, UInt32, UInt32, Bool)])
    func access(mode: UInt32, owner: UInt32, group: UInt32, bits: UInt32, isAllowed: Bool) {
        let user = UserAccess(name: "u", uid: 7, groups: [8])
        #expect(user.allows(mode, owner: owner, group: group, bits) == isAllowed)
    }
}

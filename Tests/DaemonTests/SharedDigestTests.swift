import Config
import Foundation
import Settings
import TestSupport
import Testing

@testable import Daemon

/// Whether nodes have the same feeds.toml, wherever on their machines it is.
struct SharedDigestTests {
    private static let text = """
        include = ["more/*.toml"]
        [daemon]
        state = "state"
        [store]
        url = "postgresql://newspool@db.example/newspool"
        password_file = "pg.secret"
        ca_file = "ca.pem"
        [node]
        name = "a"
        [http]
        ca_file = "ca.pem"
        proxy = "http://u:secret@proxy.example:8080"
        [spool]
        path = "spool"
        [[host]]
        name = "h.example"
        delay = "9s"
        [[webhook]]
        name = "hook"
        url = "https://hook.example/"
        secret_file = "hook.secret"
        headers = { "X-Token" = "abc" }
        [[list]]
        url = "lists/mine.opml"
        [[list]]
        url = "https://planet.example/opml"
        username = "u"
        password = "xyz"
        [[feed]]
        url = "https://a.example/feed"
        [[feed]]
        url = "https://b.example/feed"
        ca_file = "ca.pem"
        client_cert = "ca.pem"
        client_key = "key.pem"
        """
    private static let files = [
        "pg.secret": "one", "hook.secret": "whsec_" + String(repeating: "QUJD", count: 12),
        "ca.pem": "-----BEGIN CERTIFICATE-----\n1", "key.pem": "-----BEGIN PRIVATE KEY-----\n1",
        "more/c.toml": "[[feed]]\nurl = \"https://c.example/feed\"\n",
    ]

    /// In a directory of its own.
    private func digest(_ edit: (String, String)? = nil, files edited: [String: String] = [:]) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        for (name, text) in Self.files.merging(edited, uniquingKeysWith: { $1 }) {
            _ = try directory.write(text, to: name)
        }
        let text = edit.map { Self.text.replacing($0.0, with: $0.1) } ?? Self.text
        #expect(edit == nil || text != Self.text)
        let file = try directory.write(text, to: "feeds.toml")
        return try ConfigurationSource(path: file.path, environment: [:]).read().sharedDigest
    }

    @Test func directoriesAndWhatIsANodesOwnMayDiffer() throws {
        let here = try digest()
        #expect(try digest() == here)
        for edit in [
            ("\"a\"", "\"b\""), ("\"spool\"", "\"elsewhere\""), ("[daemon]", "# More\n\n[daemon]"),
            ("more/*.toml", "*/c.toml"), ("db.example", "db-2.example"),
        ] {
            #expect(try digest(edit) == here, "\(edit)")
        }
        #expect(try digest(files: ["pg.secret": "two"]) == here)
    }

    @Test(arguments: [
        ("a.example/feed", "a.example/rss"), ("\"9s\"", "\"8s\""), ("hook.example", "hooks.example"), ("abc", "abd"),
        ("u:secret@", "u:other@"), ("xyz", "xyw"), ("[spool]", "[spool]\nlead_image = true"),
        ("client_cert = \"ca.pem\"\nclient_key = \"key.pem\"", ""), ("planet.example", "planets.example"),
    ]) func anyOtherEditIsSeen(_ edit: (String, String)) throws {
        #expect(try digest(edit) != digest())
    }

    @Test(arguments: [
        ("hook.secret", "whsec_" + String(repeating: "QUJE", count: 12)), ("ca.pem", "-----BEGIN CERTIFICATE-----\n2"),
        ("key.pem", "-----BEGIN PRIVATE KEY-----\n2"), ("more/c.toml", "[[feed]]\nurl = \"https://d.example/feed\"\n"),
    ]) func soIsWhatFilesHold(_ file: (String, String)) throws {
        #expect(try digest(files: [file.0: file.1]) != digest())
    }
}

import Foundation
import TestSupport
import Testing

@testable import Config

@Suite("newspool-feeds.toml(5) has every key, with an example that is sound")
struct ManualTests {
    private static let page = Fixtures.directory.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "man/newspool-feeds.toml.5")

    private static func keys<Key: TableKey>(_: Key.Type) -> (String, [String]) {
        (Key.table, Key.allCases.map(\.rawValue))
    }

    private static let tables = [
        keys(DaemonKey.self), keys(HTTPKey.self), keys(HostKey.self), keys(SpoolKey.self), keys(DedupeKey.self),
        keys(SearchKey.self), keys(StatusKey.self), keys(WebSubKey.self),
        keys(WebhookKey.self), keys(FeedKey.self),
        // The others are a feed's.
        (
            ListKey.table,
            ListKey.allCases.map(\.rawValue).filter {
                ["url", "name", "tags"].contains($0) || FeedKey(rawValue: $0) == nil || $0 == "interval"
            }
        ),
    ]

    /// The entries of a table's section, in order: the key and the example, without the page's markup.
    private func entries(_ table: String) throws -> [(key: String, example: String, text: String)] {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n.SH ").first { $0.hasPrefix("\(table)\n") })
        return section.components(separatedBy: "\n.TP\n.B ").dropFirst().map { entry in
            let lines = entry.split(separator: "\n").map(String.init)
            let example = lines.firstIndex(of: "Example:").map { lines[$0 + 1] } ?? ""
            var plain = example.replacing("\\(dq", with: "\u{1}").replacing("\\(aq", with: "'").replacing(
                "\\-", with: "-")
            plain = plain.replacing(".BR ", with: "").replacing("\"", with: "").replacing("\u{1}", with: "\"")
            if plain.hasSuffix(" .") { plain.removeLast(2) }
            return (lines[0], plain, entry)
        }
    }

    @Test(arguments: tables) func everyKey(table: String, keys: [String]) throws {
        let entries = try entries(table)
        #expect(Set(entries.map(\.key)) == Set(keys))
        for entry in entries { #expect(entry.example.hasPrefix("\(entry.key) = "), "\(entry)") }
        // What needs no value has a default, or is as in another table.
        for entry in entries where table != "[[webhook]]" && table != "[[feed]]" {
            #expect(entry.text.contains("Default"), "\(entry.key)")
        }
    }

    /// What stands in the place of `url`, or needs another in its place.
    private static let sources: Set = ["url", "url_file", "push", "command", "base"]

    /// Keys that need others, or exclude them, stand beside what they need.
    @Test(arguments: tables) func everyExampleIsSound(table: String, keys: [String]) throws {
        let needs = [
            "password": "username = \"a\"\n", "password_file": "username = \"a\"\n",
            "client_key": "client_cert = \"/etc/ssl/ours.pem\"\n", "auth": "username = \"a\"\n",
            "item_title": "items = \"li\"\n", "item_link": "items = \"li\"\n", "item_date": "items = \"li\"\n",
            "item_content": "items = \"li\"\n", "item_author": "items = \"li\"\n", "item_image": "items = \"li\"\n",
            "may_be_empty": "items = \"li\"\n", "push": "name = \"a\"\n", "command": "name = \"a\"\n",
            "base": "push = true\nname = \"a\"\n",
            "delay": "name = \"a\"\n", "places": "name = \"a\"\n",
        ]
        let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
        for entry in try entries(table) {
            var text = "\(table)\n\(needs[entry.key] ?? "")\(entry.example)\n"
            if table.hasPrefix("[["), table != "[[host]]", !Self.sources.contains(entry.key) {
                text += "url = \"https://a.example/\"\n"
            }
            if table == "[websub]" {
                text += entry.key == "listen" ? "callback = \"https://a.example/\"\n" : "listen = \"127.0.0.1:8781\"\n"
            }
            if table == "[[webhook]]", entry.key != "name" { text += "name = \"w\"\n" }
            if entry.key == "feeds" { text += "[[feed]]\nurl = \"https://b.example/\"\nname = \"dsa\"\n" }
            let pem = "-----BEGIN CERTIFICATE-----"
            let files = [
                "/etc/ssl/ours.pem": pem, "/etc/newspool/intranet.pem": pem, "/etc/newspool/lwn": "x",
                "/etc/newspool/chat": secret, "/etc/newspool/hook": "https://a.example/secret",
                "/etc/ssl/ours.key": "-----BEGIN PRIVATE KEY-----", "/etc/newspool/status.token": "0123456789abcdef",
            ]
            #expect(faults(of: text, files: files) == [], "\(text)")
        }
    }
}

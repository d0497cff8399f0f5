import Testing

@testable import Config

@Suite("Lists in feeds.toml")
struct ListTests {
    @Test("are at an address, a file address or a path; their other keys are their feeds'")
    func keys() throws {
        let configuration = try read(
            """
            [[list]]
            url = "https://planet.example/Feeds.opml"
            [[list]]
            url = "lists/mine.opml"
            [[list]]
            url = "file:///srv/other.opml"
            name = "other"
            interval = "1h"
            feed_interval = "2h"
            tags = ["a"]
            full_text = true
            keep = "x"
            """)
        #expect(configuration.lists.map(\.name) == ["planet-example-feeds-opml", "mine", "other"])
        #expect(
            configuration.lists.map(\.feed.origin) == [
                .web, .file(path: "/etc/newspool/lists/mine.opml"), .file(path: "/srv/other.opml"),
            ])
        #expect(configuration.lists.map(\.interval) == [.seconds(86_400), .seconds(86_400), .seconds(3_600)])
        let list = configuration.lists[2]
        #expect(list.feed.interval == .seconds(7_200) && list.feed.tags == ["a"] && list.feed.fullText == .yes)
        #expect(configuration.feeds.isEmpty)
    }

    @Test(
        "have faults",
        arguments: [
            ("name = \"a\"", "1:1: [[list]] has no 'url'; add a line such as url = \"https://example.org/feeds.opml\""),
            ("url = \"ftp://a.example/x\"", "2:7: 'url' cannot be fetched"),
            ("url = \"a.opml\"\ntitle = \"x\"", "3:1: unknown key 'title' in [[list]]"),
            ("url = \"a.opml\"\ncommand = [\"x\"]", "3:1: unknown key 'command' in [[list]]"),
            ("url = \"a.opml\"\npassword = \"x\"", "3:1: 'password' needs a 'username' beside it"),
            ("url = \"a.opml\"\n[[list]]\nurl = \"./a.opml\"", "4:7: duplicate list: line 2 has the same"),
            (
                "url = \"a.opml\"\nname = \"x\"\n[[list]]\nurl = \"b.opml\"\nname = \"x\"",
                "6:8: duplicate name \"x\": line 3 has the same"
            ),
        ])
    func faulty(keys: String, fault: String) {
        let found = faults(of: "[[list]]\n\(keys)\n")
        #expect(found.count == 1 && found.first?.hasPrefix(fault) == true, "\(found)")
    }

    @Test("may have the feed that a webhook names")
    func webhooks() {
        let webhook = "[[webhook]]\nname = \"w\"\nurl = \"http://w.example/\"\nfeeds = [\"theirs\"]\n"
        #expect(faults(of: webhook).count == 1)
        #expect(faults(of: webhook + "[[list]]\nurl = \"a.opml\"\n").isEmpty)
    }
}

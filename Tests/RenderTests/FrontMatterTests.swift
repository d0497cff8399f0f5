import Foundation
import Model
import TestSupport
import Testing

@testable import Render

@Suite("Front matter and text without characters that act") struct FrontMatterTests {
    /// All that YAML or a terminal could take for something else.
    private static let texts = [
        "plain", "", "- not: a list", "# no comment", "'single' \"double\" \\ back", "a\nb\r\tc", "yes", "1e3",
        "2026-11-23", "~",
        "\u{0}\u{7F}\u{85}\u{9F}\u{A0}", "\u{2028}\u{2029}", "\u{202E}turned\u{202C}", "\u{2067}isle\u{2069}",
        "\u{FEFF}\u{FFFD}\u{FFFE}\u{FFFF}", "🌍 世界", "{{template}} {%x%} ---", String(repeating: "long ", count: 3_000),
    ]

    @Test("front matter is YAML that reads back as it was written")
    func yaml() throws {
        guard try RunningProgram(["-c", "import yaml"], path: "/usr/bin/python3").wait().status == 0 else {
            print("skipped: python3-yaml is not installed")
            return
        }
        for text in Self.texts {
            var item = Item()
            (item.title, item.summary, item.guid, item.imageCaption) = (text, text, text, text)
            (item.tags, item.authors) = ([text, "x"], [Person(name: text)])
            let yaml = FrontMatter.yaml(item, id: ItemID(feed: "f", key: "k"), feed: FeedLabel(name: text))
            let file = try TemporaryDirectory()
            let path = try file.write(yaml, to: "front.yaml").path
            let program = """
                import json, sys, yaml
                print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1], encoding='utf-8', newline='')))[0]))
                """
            let result = try RunningProgram(["-c", program, path], path: "/usr/bin/python3").wait()
            #expect(result.status == 0, "\(result.errors)")
            let read = try #require(
                try JSONSerialization.jsonObject(with: Data(result.text.utf8)) as? [String: Any])
            #expect(read["title"] as? String == text && read["summary"] as? String == text)
            #expect(read["tags"] as? [String] == [text, "x"] && read["feed"] as? String == text)
        }
    }

    @Test(
        "the text has no C1 controls, overrides of direction or non-characters; other marks stay",
        arguments: [
            ("a\u{85}b\u{9B}31mc", "ab31mc"), ("evil\u{202E}gpj.exe", "evilgpj.exe"),
            ("\u{202D}x\u{FFFE}\u{FFFF}", "x"),
            ("שלום \u{2067}a\u{2069} \u{200F}b", "שלום \u{2067}a\u{2069} \u{200F}b"),
            ("\u{A0}«é» € ，\u{FFFD}", "\u{A0}«é» € ，\u{FFFD}"),
        ])
    func text(body: String, text: String) {
        let bytes = ArticleMarkdown().render(Item(), body: body)
        #expect(String(decoding: bytes, as: UTF8.self) == text + "\n")
    }
}

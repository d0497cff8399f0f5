import Foundation
import Model
import Testing

@testable import Deliver

@Suite struct MessageTemplateTests {
    private static let item =
        #"{"id":"https://e.example/1","url":"https://e.example/1?a=1&b=2","#
        + #""title":"A \"quoted\" <b>title</b>\nin two lines \\","summary":"","tags":["one","two"],"#
        + #""authors":[{"name":"N. N."}],"_newspool":{"seq":1,"feed":"feed"}}"#

    private func render(_ template: String, isLine: Bool = false) throws -> String {
        String(decoding: try MessageTemplate(template, isLine: isLine).render(Array(Self.item.utf8)), as: UTF8.self)
    }

    @Test func whatGoesIntoJSONCannotBreakOutOfIt() throws {
        for template in [
            #"{"text": "{{title}}"}"#, "  [\"{{title}}\"]", #"{"t":"{{#_newspool}}{{title}}{{/_newspool}}"}"#,
        ] {
            let text = try render(template)
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
            #expect(text.contains(#"A \"quoted\" <b>title</b>\nin two lines \\"#), "\(text)")
        }
    }

    @Test(arguments: [
        ("{{title}}", "A \"quoted\" <b>title</b>\nin two lines \\"),
        ("{{#tags}}#{{.}} {{/tags}}", "#one #two "),
        ("{{^summary}}none{{/summary}}{{#summary}}some{{/summary}}", "none"),
        ("{{#authors}}{{name}}{{/authors}}", "N. N."),
        ("{{_newspool.feed}} {{_newspool.seq}}", "feed 1"),
        ("{{html(url)}} {{uppercased(id)}} {{nothing}}", "https://e.example/1?a=1&amp;b=2 HTTPS://E.EXAMPLE/1 "),
        ("", ""),
    ])
    func plainTextGoesInAsItIs(template: String, expected: String) throws {
        #expect(try render(template) == expected)
    }

    @Test func aLineIsOneLine() throws {
        #expect(try render("{{title}}", isLine: true) == "A \"quoted\" <b>title</b> in two lines \\")
    }

    /// What turns a terminal's line around, or colours it, does not get into one.
    @Test func aLineIsDefused() throws {
        let template = try MessageTemplate("{{title}}|{{_newspool.feed}}", isLine: true)
        let item = #"{"title":"a\u202eb\u2067c\u009b31m","_newspool":{"feed":"x\u001b]0;y"}}"#
        #expect(String(decoding: template.render(Array(item.utf8)), as: UTF8.self) == "abc 31m|x ]0;y")
    }

    @Test func shortIsShort() throws {
        let long = String(repeating: "é", count: 300)
        let template = try MessageTemplate("{{short(title)}}")
        let text = String(decoding: template.render(Array(#"{"title":"\#(long)"}"#.utf8)), as: UTF8.self)
        #expect(text.count == 250 && text.hasSuffix("é…"))
    }

    @Test(arguments: [
        ("{{title", 1), ("a\nb {{#x}}\n", 3), ("{{#a}}\n{{/b}}", 2), ("x\n{{>file}}", 2), ("{{=<% %>=}}", 1),
        ("\n\n{{%CONTENT_TYPE:TEXT}}", 3), (String(repeating: "{{#a}}", count: 40), 1), ("{{ti tle}}", 1),
        (String(repeating: "x", count: 70_000), 1),
    ])
    func faultsHaveALine(template: String, line: Int) {
        #expect {
            _ = try MessageTemplate(template)
        } throws: {
            ($0 as? MessageTemplate.Fault)?.line == line
        }
    }

    /// The templates of docs/webhooks.md, against what each service asks for.
    @Test(arguments: [
        ("Slack", ["text"]), ("Discord", ["content", "allowed_mentions"]), ("Mattermost", ["text"]),
        ("Matrix", ["text"]), ("ntfy", ["topic", "title", "message", "click"]), ("Telegram", ["chat_id", "text"]),
        ("Teams", ["type", "attachments"]),
    ])
    func theManualsTemplatesMakeWhatTheServiceTakes(service: String, members: [String]) throws {
        let manual = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/webhooks.md")
        let text = try String(contentsOf: manual, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n### ").first { $0.hasPrefix(service) })
        let template = try #require(section.components(separatedBy: "'''").dropFirst().first)
        let message = WebhookMessage(
            [entry(1, json: Self.item)], content: .full, template: try MessageTemplate(template), isBatch: false)
        #expect(message.contentType == "application/json")
        let body = try JSONSerialization.jsonObject(with: Data(message.body)) as? [String: Any]
        for name in members { #expect(body?[name] != nil, "\(name)") }
        #expect(String(decoding: message.body, as: UTF8.self).contains("https://e.example/1?a=1"))
    }
}

import Testing

@testable import Deliver

/// What `check` finds in a template before an article is there.
struct TemplateTrialTests {
    @Test(arguments: [
        "{{title}} {{url}}", #"{"text":"{{title}}","by":[{{#authors}}"{{name}}"{{^last()}},{{/last()}}{{/authors}}]}"#,
        "{{html(short(summary))}}", "{{#items}}{{title}}{{/items}} {{count}}", "{{_newspool.feed_title}}",
        "{{! any note }}",
        #"[{{#items}}{"t":"{{title}}"}{{^last()}},{{/last()}}{{/items}}]"#, "{{{title}}} {{&url}}",
        "{{#tags}}{{.}}{{/tags}}",
    ])
    func soundOnes(template: String) {
        #expect(TemplateTrial.fault(in: template) == nil)
    }

    @Test(arguments: [
        ("{{titel}}", 1, "titel"), ("a\n{{#author}}x{{/author}}", 2, "author"), ("{{shout(title)}}", 1, "shout"),
        (#"{"text":{{title}}}"#, 1, "JSON"), (#"{"text":"{{title}}",}"#, 1, "JSON"), ("{{title", 1, "}}"),
    ])
    func faults(template: String, line: Int, word: String) {
        let fault = TemplateTrial.fault(in: template)
        #expect(fault?.line == line && fault?.reason.contains(word) == true, "\(String(describing: fault))")
    }
}

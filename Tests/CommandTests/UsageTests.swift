import Foundation
import TestSupport
import Testing

@Suite("What is before a command, and what cannot be done")
struct UsageTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.configure(feeds: [("here", "http://here.example/")])
        try place.directory.write("[[feed]]\nurl = \"http://other.example/\"\nname = \"other\"\n", to: "other.toml")
        return place
    }

    @Test(
        "--config is understood before the command's name; behind it, it wins",
        arguments: [
            (["--config", "other.toml", "export"], "other"), (["--config=other.toml", "export"], "other"),
            (["export", "--config", "other.toml"], "other"), (["export"], "here"),
            (["--config", "other.toml", "export", "--config", "feeds.toml"], "here"),
        ])
    func leadingConfiguration(arguments: [String], name: String) throws {
        let place = try place()
        let result = try Program.run(arguments, in: place.directory.url)
        #expect(result.status == 0 && result.text.contains("xmlUrl=\"http://\(name).example/\""), "\(result)")
    }

    @Test(
        "what no one can mean is 64",
        arguments: [
            ["--config"], ["--config", ""], ["--config=", "export"], ["help", "nosuch"], ["help", "webhook", "no"],
        ])
    func usage(arguments: [String]) throws {
        let place = try place()
        let result = try Program.run(arguments, in: place.directory.url)
        #expect(result.status == 64 && result.text.isEmpty && !result.errors.isEmpty, "\(result)")
    }

    @Test(
        "help on what there is",
        arguments: [["help"], ["help", "help"], ["help", "status"], ["help", "webhook", "list"]])
    func help(arguments: [String]) throws {
        let result = try Program.run(arguments)
        #expect(result.status == 0 && result.text.contains("OVERVIEW"), "\(result)")
    }

    @Test("export leaves passwords out unless they are asked for", arguments: ["opml", "toml"])
    func passwords(format: String) throws {
        let place = try Workplace()
        try place.configure(feeds: [("a", "https://me:sesame@a.example/feed?key=1")])
        let plain = try place.run("export", "--format", format)
        #expect(plain.status == 0 && plain.text.contains("https://a.example/feed?key=1"), "\(plain)")
        let whole = try place.run("export", "--format", format, "--passwords")
        #expect(whole.text.contains("https://me:sesame@a.example/feed?key=1"), "\(whole)")
    }

    @Test("a lock that another program holds is a message after five seconds, and nothing is changed")
    func lock() throws {
        let place = try place()
        let file = open(place.directory.appending("feeds.toml").path, O_RDONLY)
        defer { close(file) }
        #expect(flock(file, LOCK_EX) == 0)
        let result = try place.run("remove", "here")
        #expect(result.status == 73 && result.errors.contains("has held its lock for 5 seconds"), "\(result)")
        flock(file, LOCK_UN)
        #expect(try place.run("remove", "here").status == 0)
    }

    @Test("check warns of what does nothing: a selector without full_text, a webhook's tag that no feed has")
    func warnings() throws {
        let place = try Workplace()
        for (text, words) in [
            ("selector = \".a\"", "feed \"a\": selector without full_text"),
            ("remove = [\".a\"]", "feed \"a\": remove without full_text"),
            ("selector = \".a\"\nfull_text = true", nil),
            (
                "tags = [\"news\"]\n[[webhook]]\nname = \"w\"\nurl = \"http://a.example/\"\ntags = [\"new\"]",
                "webhook \"w\": no feed has the tag \"new\" (did you mean \"news\"?)"
            ),
            ("tags = [\"news\"]\n[[webhook]]\nname = \"w\"\nurl = \"http://a.example/\"\ntags = [\"news\"]", nil),
        ] {
            try place.directory.write(
                "[[feed]]\nurl = \"http://f.example/\"\nname = \"a\"\n\(text)\n", to: "feeds.toml")
            let check = try place.run("check")
            #expect(check.status == 0 && check.errors.contains("warning: ") == (words != nil), "\(check.errors)")
            if let words { #expect(check.errors.contains(words), "\(check.errors)") }
        }
    }
}

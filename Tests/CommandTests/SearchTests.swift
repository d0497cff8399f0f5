import Foundation
import TestSupport
import Testing

@Suite("search, from the daemon to the command and the listener") struct SearchTests {
    @Test("articles are found when they have landed, and an index that is gone is made again")
    func whole() throws {
        let server = try LoopbackServer { _ in .ok(rss(Array(1...12))) }
        let place = try Workplace()
        let probe = try LoopbackServer { _ in .status(200) }
        let port = probe.port
        probe.stop()
        let extra = "[search]\nenabled = true\n[status]\nlisten = \"127.0.0.1:\(port)\""
        try place.configure(feeds: [("site", server.url("/"))], extra: extra, interval: "1h")
        let early = try place.run("search", "article")
        #expect(early.status == 1 && early.errors.contains("no search index yet"))
        #expect(try place.run("run", "--once", "--quiet").status == 0)
        let found = try place.run("search", "\"article 7\"", "--json")
        #expect(found.status == 0, "\(found.errors)")
        let lines = try place.journal().filter { $0["title"] as? String == "Article 7" }
        let object = try JSONSerialization.jsonObject(with: found.output) as? [String: Any]
        #expect(object?["seq"] as? Int == lines[0]["seq"] as? Int && object?["title"] as? String == "Article 7")
        #expect(try place.run("search", "article", "-n", "5").text.split(separator: "\n").count == 5)
        #expect(try place.run("search", "article", "--feed", "other").text.isEmpty)
        #expect(try place.run("search", "article", "--since", "1h").text.split(separator: "\n").count == 12)
        let nowhere = try place.run("search", "nowhere")
        #expect(nowhere.status == 0 && nowhere.output.isEmpty)
        #expect(try place.run("search", "-n", "0", "x").status == 64)
        for word in ["*", "-x", "\"\""] { #expect(try place.run("search", "--", word).status == 64, "\(word)") }

        #expect(try place.run("doctor", "--rebuild-search").status == 0)
        #expect(try place.run("search", "article").status == 1)
        let daemon = try place.start("run")
        _ = daemon.waitForError(containing: "ready")
        var found7 = ""
        for _ in 0..<200 where found7.isEmpty {
            found7 = try place.run("search", "\"article 7\"").text
            if found7.isEmpty { Thread.sleep(forTimeInterval: 0.05) }  // no one tells when the index is filled
        }
        #expect(found7.contains("Article 7"))
        #expect(try place.run("doctor", "--rebuild-search").status != 0)
        func ask(_ target: String) throws -> String {
            let request = "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
            return try Wire.exchange(port: port, Array(request.utf8))
        }
        let page = try ask("/articles?q=%22article+7%22")
        #expect(page.contains("\"title\":\"Article 7\"") && !page.contains("Article 8") && !page.contains("next_url"))
        #expect(try ask("/articles?q=nowhere").contains("\"items\":[]"))
        for target in ["/articles?q=x&after=1", "/articles?q=*", "/articles?q=x&wait=1s"] {
            #expect(try ask(target).hasPrefix("HTTP/1.1 400"), "\(target)")
        }
        daemon.send(SIGTERM)
        #expect(daemon.wait().status == 0)

        try place.configure(feeds: [("site", server.url("/"))], interval: "1h")
        let off = try place.run("search", "x")
        #expect(off.status == 78 && off.errors.contains("[search] enabled = true"))
    }
}

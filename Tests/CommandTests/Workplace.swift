import Foundation
import TestSupport

/// A directory with a feeds.toml, as a user has one, and the spool that the program leaves in it.
struct Workplace {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Short intervals, leave to poll this machine, and one table for each feed.
    func configure(
        feeds: [(name: String, url: String)], extra: String = "", daemon: String = "", spool: String = "",
        interval: String = "1s"
    ) throws {
        var text = """
            [daemon]
            interval = "\(interval)"
            min_interval = "1s"
            adaptive = false
            per_host = 8
            \(daemon)
            [http]
            allow_private = true
            [spool]
            path = "spool"
            \(spool)
            \(extra)

            """
        for feed in feeds { text += "[[feed]]\nurl = \"\(feed.url)\"\nname = \"\(feed.name)\"\n" }
        try directory.write(text, to: "feeds.toml")
    }

    func run(_ arguments: String...) throws -> Program.Result {
        try Program.run(arguments, in: directory.url)
    }

    func start(_ arguments: String...) throws -> RunningProgram {
        try RunningProgram(arguments, in: directory.url)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: directory.appending(path).path) }

    /// The journal's lines over all days, each as an object.
    func journal() throws -> [[String: Any]] {
        let folder = directory.appending("spool/journal")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []  // none yet: no lines
        return try names.sorted().flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").map { line in
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            }
        }
    }

    /// Paths of all article files with this extension, relative to the spool, sorted.
    func articles(_ suffix: String) -> [String] {
        let root = directory.appending("spool")
        let walk = FileManager.default.enumerator(atPath: root.path)
        return (walk?.allObjects as? [String] ?? []).filter { $0.hasPrefix("articles/") && $0.hasSuffix(suffix) }
            .sorted()
    }

    func text(of path: String) throws -> String {
        try String(contentsOf: directory.appending("spool/" + path), encoding: .utf8)
    }
}

/// A small RSS document with the items of these numbers.
func rss(_ numbers: [Int], site: String = "http://site.example", title: String = "Site") -> String {
    let items = numbers.map { number in
        """
        <item><title>Article \(number)</title><link>\(site)/articles/\(number)</link>
        <guid isPermaLink="false">\(site)-\(number)</guid><pubDate>Mon, 23 Nov 2026 \(number % 24):00:00 GMT</pubDate>
        <description>&lt;p&gt;Text of number \(number).&lt;/p&gt;</description></item>
        """
    }
    return """
        <?xml version="1.0"?><rss version="2.0"><channel><title>\(title)</title><link>\(site)/</link>
        \(items.joined(separator: "\n"))
        </channel></rss>
        """
}

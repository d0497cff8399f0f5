import Foundation
import TestSupport
import Testing

@Suite(
    "Captured feeds, polled by the program",
    .enabled(if: Fixtures.corpus != nil, "the corpora are not beside this tree"))
struct CorpusTests {
    /// Not feeds: a page that says so, and feeds without a single item.
    static let withoutItems: Set<String> = ["FeedNotFound.xml"]

    @Test("every feed gives articles, a second round gives none again")
    func captured() throws {
        let corpus = try #require(Fixtures.corpus).appending(path: "real")
        let walk = try #require(FileManager.default.enumerator(atPath: corpus.path))
        let files = walk.compactMap { $0 as? String }
            .filter { !["LICENSE", "md"].contains(URL(filePath: $0).pathExtension) && !$0.hasSuffix("LICENSE") }
            .filter { !$0.hasSuffix(".md") && $0.contains(".") }.sorted()
        let server = try LoopbackServer { request in
            let index = Int(request.path.dropFirst()) ?? 0
            let data = (try? Data(contentsOf: corpus.appending(path: files[index]))) ?? Data()
            return .ok(Array(data))
        }
        let place = try Workplace()
        // Each on its own: some of them are captures of the same feed.
        try place.configure(
            feeds: files.indices.map { ("f\($0)", server.url("/\($0)")) }, extra: "[dedupe]\nscope = \"feed\"")
        let first = try place.run("run", "--once")
        let lines = try place.journal()
        let feeds = Set(lines.compactMap { $0["feed"] as? String })
        let silent = files.indices.filter { !feeds.contains("f\($0)") }.map { files[$0] }
        #expect(
            silent.allSatisfy { Self.withoutItems.contains(URL(filePath: $0).lastPathComponent) },
            "\(silent)\n\(first.errors)")
        #expect(Set(lines.compactMap { $0["path"] as? String }) == Set(place.articles(".json")))

        _ = try place.run("run", "--once")
        #expect(try place.journal().count == lines.count)
    }
}

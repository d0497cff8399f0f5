import Foundation
import Model
import TestSupport
import Testing

@testable import Cleaning

/// Pages as people write them by hand and as small systems do, each with its text, its title and its author.
struct TypedPageTests {
    struct Truth: Decodable {
        struct Content: Decodable {
            let title, author: String
            let publishDate, mainContent: String
        }
        let url: String
        let groundTruth: Content
    }

    static let names = [
        "academic", "blogger", "breaks", "ghost", "hugo", "jekyll", "letters", "mail", "medium", "paper", "plain",
        "tables",
    ]

    private static func read(_ name: String) throws -> (item: Item, truth: Truth) {
        let folder = Fixtures.directory.appending(path: "typed/article")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let truth = try decoder.decode(Truth.self, from: Data(contentsOf: folder.appending(path: "\(name).json")))
        let page = try Data(contentsOf: folder.appending(path: "\(name).html"))
        return (PageParser().parse(Array(page), url: truth.url).item, truth)
    }

    /// Twice the shared words over all words, as multisets.
    private static func score(_ item: Item, _ truth: Truth) -> Double {
        let (one, other) = (words(item.contentText ?? ""), words(truth.groundTruth.mainContent))
        let shared = one.reduce(0) { $0 + min($1.value, other[$1.key] ?? 0) }
        return 2 * Double(shared) / Double(one.values.reduce(0, +) + other.values.reduce(0, +))
    }

    private static func words(_ text: String) -> [Substring: Int] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.reduce(into: [:]) {
            $0[$1, default: 0] += 1
        }
    }

    @Test(arguments: names)
    func readsPages(name: String) throws {
        let (item, truth) = try Self.read(name)
        #expect(Self.score(item, truth) > 0.85, "\(item.contentText ?? "")")
        let authors = item.authors.compactMap(\.name).joined()
        #expect(authors == truth.groundTruth.author || authors.isEmpty)
        let day = item.published.map { $0.formatted(.iso8601.year().month().day()) } ?? ""
        #expect(day == truth.groundTruth.publishDate)
    }

    @Test func readsAllOfThem() throws {
        let scores = try Self.names.map { name in
            let (item, truth) = try Self.read(name)
            return Self.score(item, truth)
        }
        #expect(scores.reduce(0, +) / Double(scores.count) >= 0.97)
    }
}

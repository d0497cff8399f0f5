import Foundation

/// One test file of feedparser: a feed whose comment says what is in it.
struct FeedparserCase {
    /// `wellformed/atom/entry_title.xml`
    let name: String
    let body: [UInt8]
    let expectation: String
    private(set) var headers: [String: String] = [:]

    /// Nil for a file without an expectation.
    init?(_ file: URL, in corpus: URL) throws {
        name = String(file.path.dropFirst(corpus.path.count + 1))
        let data = try Data(contentsOf: file)
        body = Array(data)
        // The comment is ASCII in every encoding, but for the zero bytes of the wide ones.
        let ascii = data.filter { $0 != 0 }
        let text = String(data: ascii, encoding: .utf8) ?? String(data: ascii, encoding: .isoLatin1) ?? ""
        guard let start = text.range(of: "Expect:"),
            let end = text.range(of: "-->", range: start.upperBound..<text.endIndex)
        else { return nil }
        expectation = text[start.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
        for line in text[..<start.lowerBound].split(whereSeparator: \.isNewline) {
            guard let header = line.range(of: "Header:") else { continue }
            let pair = line[header.upperBound...].split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            headers[pair[0].trimmingCharacters(in: .whitespaces).lowercased()] =
                pair[1].trimmingCharacters(in: .whitespaces)
        }
    }

    /// Where feedparser's own test server has the file.
    var url: String {
        let location = headers["content-location"].flatMap { $0.hasPrefix("http") ? $0 : nil }
        return location ?? "http://127.0.0.1:8097/\(name)"
    }

    /// About which harmless elements and attributes are kept, besides being safe.
    var isAboutMarkup: Bool { name.hasPrefix("wellformed/sanitize/") || name.hasPrefix("wellformed/amp/attr") }

    static func all(in corpus: URL) throws -> [FeedparserCase] {
        let files = FileManager.default.enumerator(at: corpus, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        return try (files ?? []).filter { $0.pathExtension == "xml" }.sorted { $0.path < $1.path }
            .compactMap { try FeedparserCase($0, in: corpus) }
    }
}

import Cleaning
import Foundation
import HTML

/// How fast pages are read: extraction in pages a second, sanitizing and Markdown in MB a second, on one core.
///
///     swift run -c release --package-path Benchmarks Pages FOLDER
///
/// FOLDER has pages as `NAME/source.html`, Mozilla's for one.
@main
struct Pages {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: Pages FOLDER")
            return
        }
        let folder = URL(filePath: CommandLine.arguments[1])
        let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).compactMap
        {
            try? Data(contentsOf: $0.appending(path: "source.html"))  // README and the like
        }.map { Array($0) }
        let bytes = pages.reduce(0) { $0 + $1.count }
        let texts = pages.map { String(decoding: $0, as: UTF8.self) }
        print("\(pages.count) pages, \(bytes / 1000) kB; the best of five rounds")
        let parser = PageParser()
        report("extraction, JSON fields and all", bytes, pages.count) {
            for page in pages { _ = parser.parse(page, url: "http://example.org/page.html") }
        }
        report("sanitizer", bytes, pages.count) {
            for text in texts { _ = HTMLContent(text) { $0 }.html }
        }
        let contents = texts.map { HTMLContent($0) { $0 } }
        let size = contents.reduce(0) { $0 + $1.html.utf8.count }
        report("Markdown of what was sanitized", size, pages.count) {
            for content in contents { _ = content.markdown }
        }
        report("plain text of what was sanitized", size, pages.count) {
            for content in contents { _ = content.text }
        }
    }

    private static func report(_ name: String, _ bytes: Int, _ pages: Int, _ work: () -> Void) {
        let best = (0..<5).map { _ in ContinuousClock().measure(work) }.min() ?? .zero
        let seconds = Double(best.components.seconds) + Double(best.components.attoseconds) * 1e-18
        let rate = (Double(bytes) / seconds / 1e6).rounded()
        print("\(name): \(Int(rate)) MB/s, \(Int(Double(pages) / seconds)) pages/s")
    }
}

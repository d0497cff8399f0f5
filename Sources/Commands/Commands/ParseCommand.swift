import ArgumentParser
import Cleaning
import Files
import Foundation
import Model
import Parse

struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse",
        abstract: "Print a feed document of any dialect as a JSON Feed 1.1 document.",
        discussion: """
            Examples:
              newspool parse --url https://example.org/feed.xml feed.xml
              curl -s https://example.org/feed.xml | newspool parse -
              newspool parse --url https://example.org/news --items article.post --item-date time@datetime page.html

            A file compressed by gzip is read as what it holds. Several files give one document a line; one that cannot be \
            read becomes {"error":…,"file":…} and the rest goes on. With --items the documents are pages whose elements are the \
            items, as `items` of feeds.toml has it. Exit status 65 where a feed could not be read.
            """)

    @Option(help: ArgumentHelp("Where the document came from: relative URLs start there.", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("The Content-Type that it was served with.", valueName: "type"))
    var contentType: String?

    @Flag(help: "Leave HTML as published: not sanitized, links not resolved.")
    var raw = false

    @OptionGroup var page: PageOptions

    @Argument(help: ArgumentHelp("Feed documents; - is standard input.", valueName: "file"))
    var files: [String]

    func run() throws {
        ProcessMemory.giveBack()  // what the linker and the reading of the arguments looked through
        let cleaner = Cleaner(sanitize: !raw)
        let pageParser = try page.parser()
        var json = JSONWriter(capacity: Self.piece * 2, piece: Self.piece) { Output.write($0) }
        var isClean = true
        for file in files {
            do throws(Failure) {
                try write(file, cleaner, pageParser, to: &json)
            } catch {
                guard files.count > 1 else { throw error }
                isClean = false
                write(error.message, file: file, to: &json)
            }
            json.endLine()
        }
        Output.write(json.bytes)
        if !isClean { throw Failure(.badInput) }
    }

    private func write(
        _ file: String, _ cleaner: Cleaner, _ page: PageFeedParser?, to json: inout JSONWriter
    ) throws(Failure) {
        let bytes = try Input.readDocument(file, limit: ParseLimits.default.bytes)
        if bytes.count > Self.large { ProcessMemory.giveBack() }
        var parsed: ParsedFeed
        do throws(ParseError) {
            parsed =
                if let page {
                    try page.parse(bytes, url: url, contentType: contentType)
                } else {
                    try FeedParser.parse(bytes, url: url, contentType: contentType)
                }
        } catch {
            throw Failure(.badInput, files.count > 1 ? "\(error)" : "\(file): \(error)")
        }
        let feed = cleaner.clean(parsed)
        let cleaner = cleaner.among(parsed.items.count)
        // In pieces: a large document is not held once more as JSON.
        feed.write(to: &json) { json in
            for index in parsed.items.indices {
                var raw = parsed.items.take(index)  // what is written needs no memory
                cleaner.finish(&raw, feed: feed)
                raw.item.write(to: &json)
                guard json.bytes.count > Self.piece else { continue }
                Output.write(json.bytes)
                json.discardBytes()
            }
        }
    }

    private static let piece = 128 << 10
    /// Bytes of a document beside which what the start took is worth giving back.
    private static let large = 4 << 20

    private func write(_ message: String?, file: String, to json: inout JSONWriter) {
        json.beginObject()
        json.member("error", message)
        json.member("file", file)
        json.endObject()
    }
}

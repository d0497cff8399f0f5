import ArgumentParser
import Control
import Model
import Parse

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Hand the running daemon a document for a feed, as if it had been polled.",
        discussion: """
            Examples:
              newspool ingest newsletters letter.xml
              my-converter | newspool ingest newsletters -

            The document is any that a feed may have; one that gzip compressed is read as what it holds. Prints how many \
            articles were new. Exit status 65 where there is no such feed or the document is none, 1 where the daemon takes \
            no document now, 69 where no daemon runs.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(help: ArgumentHelp("The media type of the document, with its parameters.", valueName: "type"))
    var contentType: String?

    @Flag(help: "Print what came of it as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The name of a feed in feeds.toml.", valueName: "feed"))
    var feed: String

    @Argument(help: ArgumentHelp("A feed document; - is standard input.", valueName: "file"))
    var document: String

    /// Seconds: the daemon reads a document within a minute, after a poll of the feed that is under way.
    private static let patience = 300

    func run() throws {
        let bytes = try Input.readDocument(document, limit: ParseLimits.default.bytes)
        let (client, _) = try file.daemon(patience: Self.patience)
        let answer: IngestAnswer
        do throws(ControlClient.Unreachable) {
            answer = try client.ingest(bytes, for: feed, contentType: contentType)
        } catch {
            throw error.failure
        }
        if json { Output.write(ReportJSON.bytes(answer)) }
        if let unknown = answer.unknown {
            let hint = unknown.didYouMean.map { " (did you mean '\($0)'?)" } ?? "; `newspool status` lists them"
            throw Failure(.badInput, "there is no feed '\(unknown.name)'\(hint)")
        }
        if let refused = answer.refused { throw Failure(.failed, refused) }
        if !json, answer.failure == nil || answer.new + answer.updated > 0 {
            let updated = answer.updated > 0 ? ", \(answer.updated) updated" : ""
            Output.line("\(answer.new) new article\(answer.new == 1 ? "" : "s")\(updated)")
        }
        guard let failure = answer.failure else { return }
        let name = document == "-" ? "standard input" : document
        throw Failure(failure == .store ? .inputOutput : .badInput, "\(name): \(answer.error ?? failure.rawValue)")
    }
}

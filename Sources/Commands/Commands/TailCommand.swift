import ArgumentParser
import Bytes
import Deliver
import Foundation

struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the journal, for people or for programs, across day files.",
        discussion: """
            Examples:
              newspool tail -n 20 -f
              newspool tail --after 4711 --json | jq .title
              newspool tail --cursor mine --tag linux --json      what came since the last call
              newspool tail -f --format '{{feed}}: {{title}} <{{url}}>'

            With --json the journal's own lines are printed, byte for byte. --after without -n prints all after it. --cursor \
            goes on behind what the file names, and notes in it what was printed; a new one begins at the end, with \
            --from-start at the oldest article. --format takes a mustache template over the line's members; one that begins \
            with '{' makes JSON, and what goes in is escaped for it. {{html(title)}} escapes markup, {{short(summary)}} \
            leaves 250 characters.

            Exit status: 1 where articles after --after or the cursor are gone (keep_journal), unless --from-start is given.
            """)

    @OptionGroup var journal: JournalOptions

    @Option(
        name: .customShort("n"),
        help: ArgumentHelp("The last N lines; 10 unless --after, --cursor or --from-start is given.", valueName: "N"))
    var count: Int?

    @Flag(name: .customShort("f"), help: "Go on with new lines as they come, across midnight.")
    var follow = false

    @Option(help: ArgumentHelp("Only lines with a higher number.", valueName: "seq"))
    var after: Int64?

    @Option(
        help: ArgumentHelp("Go on where this file says, and note in it what was printed.", valueName: "file"))
    var cursor: String?

    @Flag(help: "Begin at the oldest line there is, where nothing says otherwise or what comes next is gone.")
    var fromStart = false

    @Flag(help: "The journal's own lines.")
    var json = false

    @Option(help: ArgumentHelp("A line of your own for each article.", valueName: "template"))
    var format: String?

    func validate() throws {
        if let count, count < 0 { throw ValidationError("-n takes a number from 0 on") }
        if json, format != nil { throw ValidationError("--json and --format exclude each other") }
        if cursor != nil, after != nil || count != nil {
            throw ValidationError("--cursor says where to begin: it excludes --after and -n")
        }
        if fromStart, count != nil { throw ValidationError("--from-start and -n exclude each other") }
        _ = try template()
    }

    private func template() throws -> MessageTemplate? {
        do throws(MessageTemplate.Fault) {
            return try format.map { text throws(MessageTemplate.Fault) in try MessageTemplate(text, isLine: true) }
        } catch {
            throw ValidationError("--format: \(error.reason)")
        }
    }

    func run() async throws {
        let root = try journal.root()
        let form: Form = try json ? .whole : template().map(Form.template) ?? .people
        let cursor = try cursor.map { path throws(Failure) in try JournalCursor.open(path) }
        do throws(DeliverError) {
            if try await print(journalOf: root, as: form, cursor), !fromStart { Failure(.failed).exit() }
        } catch {
            throw Failure(.inputOutput, error.description)
        }
    }

    private enum Form {
        case whole, people, template(MessageTemplate)
    }

    /// - Returns: whether lines were gone that were still to come.
    private func print(
        journalOf spool: String, as form: Form, _ cursor: JournalCursor?
    ) async throws(DeliverError) -> Bool {
        // Before the first article there is no journal, which is fine.
        func open(_ start: JournalReader.Start) throws(DeliverError) -> JournalReader? {
            guard FileManager.default.fileExists(atPath: spool + "/journal") else { return nil }
            return try JournalReader(root: spool, from: start)
        }
        var hasGap = false
        var printed = cursor?.seq ?? 0
        let filter = journal.filter
        func printAll(_ reader: JournalReader?) throws(DeliverError) {
            guard let reader else { return }
            while let lines = try reader.next() {
                if let gap = reader.takeGap(), !fromStart {
                    hasGap = true
                    Output.error("newspool: \(gap)")
                }
                write(filter.wanted(of: lines), as: form)
                printed = max(printed, JournalLines.lastSeq(of: lines) ?? 0)
            }
            // Also what the filter left out is done with.
            if let cursor, printed > cursor.seq ?? -1 { try cursor.move(to: printed) }
        }
        let watch = JournalWatch(root: spool)
        if let cursor, cursor.seq == nil, !fromStart {
            printed =
                try FileManager.default.fileExists(atPath: spool + "/journal")
                ? JournalReader.newestSeq(root: spool) : 0
            try cursor.move(to: printed)
        }
        var reader = try open(start(cursor))
        try printAll(reader)
        guard follow else { return hasGap }
        for await _ in watch.changes {
            // All that a journal has which began after us came while we followed.
            if reader == nil { reader = try open(.init(after: after ?? 0, isForGood: cursor != nil)) }
            try printAll(reader)
        }
        return hasGap
    }

    private func start(_ cursor: JournalCursor?) -> JournalReader.Start {
        if let cursor {
            return .init(after: cursor.seq, isForGood: true)
        }
        return .init(last: count ?? (after == nil && !fromStart ? 10 : nil), after: after)
    }

    private func write(_ lines: [UInt8], as form: Form) {
        if case .whole = form { return Output.write(lines) }
        var text: [UInt8] = []
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            if case .template(let template) = form {
                text += template.render(Array(line))
            } else {
                text += TailLine(line).text.utf8
            }
            text.append(UInt8(ascii: "\n"))
        }
        Output.write(text)
    }
}

/// A journal line as people read it: time, feed, title, address.
struct TailLine {
    let text: String

    init(_ line: some Sequence<UInt8>) {
        let object = try? JSONSerialization.jsonObject(with: Data(line))  // someone else's line is shown as it is
        guard let members = object as? [String: Any], let time = members["time"] as? String else {
            text = String(decoding: Array(line), as: UTF8.self).defused
            return
        }
        func member(_ name: String) -> String { (members[name] as? String ?? "").defused }
        let when = time.prefix(16).replacing("T", with: " ")
        let feed = TerminalColumns.padded(member("feed"), 12)
        let mark = members["event"] as? String == "updated" ? "[updated] " : ""
        let title = members["title"] == nil ? member("summary") : member("title")
        text = "\(when)  \(feed)  \(mark)\(title)  \(member("url"))"
    }
}

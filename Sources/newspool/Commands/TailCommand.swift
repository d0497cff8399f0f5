import ArgumentParser
import Config
import Deliver
import Foundation
import Settings

struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the journal, for people or for programs, across day files.",
        discussion: """
            Examples:
              newspool tail -n 20 -f
              newspool tail --after 4711 --json | jq .title
              newspool tail -f --format '{{feed}}: {{title}} <{{url}}>'

            With --json the journal's own lines are printed, byte for byte. --after without -n prints all after it. --format \
            takes a mustache template over the line's members; one that begins with '{' makes JSON, and what goes in is \
            escaped for it. {{html(title)}} escapes markup, {{short(summary)}} leaves 250 characters.
            """)

    @OptionGroup var file: ConfigurationOption

    @Option(
        name: .customShort("n"), help: ArgumentHelp("The last N lines; 10 unless --after is given.", valueName: "N"))
    var count: Int?

    @Flag(name: .customShort("f"), help: "Go on with new lines as they come, across midnight.")
    var follow = false

    @Option(help: ArgumentHelp("Only lines with a higher number.", valueName: "seq"))
    var after: Int64?

    @Flag(help: "The journal's own lines.")
    var json = false

    @Option(help: ArgumentHelp("A line of your own for each article.", valueName: "template"))
    var format: String?

    func validate() throws {
        if let count, count < 0 { throw ValidationError("-n takes a number from 0 on") }
        if json, format != nil { throw ValidationError("--json and --format exclude each other") }
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
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        let spool: Configuration.Spool
        do throws(UnusableConfiguration) {
            spool = try source.spool()
        } catch {
            throw error.failure
        }
        guard spool.journal != .off else {
            throw Failure(.configuration, "there is no journal: \(source.path) has journal = \"off\"")
        }
        let form: Form = try json ? .whole : template().map(Form.template) ?? .people
        _ = try Reach.exists(spool.path + "/journal")  // or a stranger would be shown an empty journal
        do throws(DeliverError) {
            try await print(journalOf: spool.path, as: form)
        } catch {
            throw Failure(.inputOutput, error.description)
        }
    }

    private enum Form {
        case whole, people, template(MessageTemplate)
    }

    private func print(journalOf spool: String, as form: Form) async throws(DeliverError) {
        let last = count ?? (after == nil ? 10 : nil)
        // Before the first article there is no journal, which is fine.
        func open(last: Int?, after: Int64?) throws(DeliverError) -> JournalReader? {
            guard FileManager.default.fileExists(atPath: spool + "/journal") else { return nil }
            return try JournalReader(root: spool, from: .init(last: last, after: after))
        }
        let watch = JournalWatch(root: spool)
        var reader = try open(last: last, after: after)
        while let lines = try reader?.next() { write(lines, as: form) }
        guard follow else { return }
        for await _ in watch.changes {
            // All that a journal has which began after us came while we followed.
            if reader == nil { reader = try open(last: nil, after: after ?? 0) }
            while let lines = try reader?.next() { write(lines, as: form) }
        }
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

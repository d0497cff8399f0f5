import ArgumentParser
import Config
import Control
import Foundation
import Settings

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every fault in feeds.toml.",
        discussion: """
            Examples:
              newspool check
              newspool check --json --config new.toml | jq -r '.faults[].reason'

            Each fault is a line `file:line:column: reason` on standard error; on a terminal the line itself and a caret \
            follow. With --json they are printed on standard output instead. Exit status 78 if there is any.
            """)

    @OptionGroup var file: ConfigurationOption

    @Flag(help: "Print the faults as JSON on standard output.")
    var json = false

    func run() throws {
        let source = ConfigurationSource(path: try file.resolved(), environment: ProcessInfo.processInfo.environment)
        do throws(UnusableConfiguration) {
            let configuration = try source.read()
            if json { printJSON([]) } else { report(configuration, source) }
        } catch .faulty(let faults) where json {
            printJSON(faults.map { Line($0) })
            throw Failure(.configuration)
        } catch  where json {
            printJSON([Line(file: source.path, line: 1, column: 1, reason: "\(error)", source: nil)])
            throw Failure(error.exitStatus)
        } catch {
            throw error.failure
        }
    }

    private func report(_ configuration: Configuration, _ source: ConfigurationSource) {
        let path = source.path
        let (feeds, webhooks) = (configuration.feeds.count, configuration.webhooks.count)
        let included = configuration.included.count
        let others = included == 0 ? "" : " and \(included) included file\(included == 1 ? "" : "s")"
        let count = configuration.lists.count
        let lists = count == 0 ? "" : ", \(count) list\(count == 1 ? "" : "s")"
        Output.error(
            "\(path)\(others): no faults; \(feeds) feed\(feeds == 1 ? "" : "s")\(lists), \(webhooks) webhook\(webhooks == 1 ? "" : "s")"
        )
        for warning in Self.warnings(of: configuration, source) { Output.error("\(path): warning: \(warning)") }
    }

    /// What is sound and hardly what was meant.
    private static func warnings(of configuration: Configuration, _ source: ConfigurationSource) -> [String] {
        var warnings: [String] = []
        if let listen = configuration.status.listen, configuration.status.isOpenToOthers {
            warnings.append("[status] listen = \"\(listen)\": \(Configuration.Status.openToOthers)")
        }
        if let fault = configuration.status.shortToken {
            warnings.append("[status] token_file: \(fault); \(Configuration.Status.betterToken)")
        }
        if let settings = configuration.webSub, HostName(of: settings.callback).isPrivate {
            warnings.append("[websub] callback = \"\(settings.callback)\": no hub of the Internet reaches it")
        }
        for pattern in configuration.include where ((try? source.find(pattern)) ?? []).isEmpty {
            warnings.append("include \"\(pattern)\" names no file")
        }
        for feed in configuration.feeds where feed.fullText == .no {
            let keys = [("selector", feed.selector != nil), ("remove", !feed.remove.isEmpty)].filter(\.1).map(\.0)
            guard !keys.isEmpty else { continue }
            warnings.append(
                "feed \"\(feed.name)\": \(keys.joined(separator: " and ")) without full_text = true does nothing")
        }
        let tags = Set(configuration.feeds.flatMap(\.tags))
        for feed in configuration.feeds where feed.origin != .web {
            let keys = feed.idleKeys
            guard !keys.isEmpty else { continue }
            warnings.append(
                "feed \"\(feed.name)\": no server is asked for it: \(keys.joined(separator: ", ")) \(keys.count == 1 ? "does" : "do") nothing"
            )
        }
        // The tags of a list's feeds are not known here.
        for webhook in configuration.webhooks where configuration.lists.isEmpty {
            let unknown = webhook.tags.filter { !tags.contains($0) }.map { tag in
                let hint = Suggestion.nearest(to: tag, among: tags.sorted()).map { " (did you mean \"\($0)\"?)" } ?? ""
                return "\"\(tag)\"\(hint)"
            }
            guard !unknown.isEmpty else { continue }
            warnings.append(
                "webhook \"\(webhook.name)\": no feed has the tag \(unknown.joined(separator: ", ")); it receives "
                    + "only articles that their publishers tagged so")
        }
        return warnings
    }

    /// A fault as `--json` prints it.
    fileprivate struct Line: Encodable {
        var file: String
        var line: Int
        var column: Int
        var reason: String
        var source: String?
    }

    private func printJSON(_ faults: [Line]) { Output.write(ReportJSON.bytes(["faults": faults])) }
}

extension CheckCommand.Line {
    fileprivate init(_ fault: Fault) {
        self.init(
            file: fault.file, line: fault.line, column: fault.column, reason: fault.reason, source: fault.source)
    }
}

extension Configuration.Feed {
    /// What is set for requests, of a feed without an address. Pages of its articles are asked for with some of it.
    fileprivate var idleKeys: [String] {
        let forPages = [
            ("user_agent", self.userAgent != nil), ("proxy", self.proxy != nil || self.isWithoutProxy),
            ("ca_file", self.caFile != nil),
            ("http_version", self.version != nil),
        ]
        let forFeeds = [
            ("headers", !self.headers.isEmpty), ("username", self.username != nil),
            ("client_cert", self.clientCertificate != nil),
            ("auth", self.authentication != .basic), ("always_download", self.alwaysDownload && !isFile),
            ("websub", !self.webSub),
            ("interval", self.interval != nil && self.origin == .push),
            ("adaptive", self.adaptive != nil && self.origin == .push),
        ]
        return (forFeeds + (self.fullText == .no ? forPages : [])).filter(\.1).map(\.0)
    }

    private var isFile: Bool { if case .file = self.origin { true } else { false } }
}

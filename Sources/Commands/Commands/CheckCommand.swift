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
            if json { printJSON([]) } else { report(configuration, path: source.path) }
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

    private func report(_ configuration: Configuration, path: String) {
        let (feeds, webhooks) = (configuration.feeds.count, configuration.webhooks.count)
        Output.error(
            "\(path): no faults; \(feeds) feed\(feeds == 1 ? "" : "s"), \(webhooks) webhook\(webhooks == 1 ? "" : "s")")
        if let listen = configuration.status.listen, configuration.status.isOpenToOthers {
            Output.error("\(path): warning: [status] listen = \"\(listen)\": \(Configuration.Status.openToOthers)")
        }
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

import ArgumentParser
import Foundation
import Model

struct CanonicalizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canonicalize",
        abstract: "Print the canonical URL that deduplication uses.",
        discussion: """
            Examples:
              newspool canonicalize 'http://www.example.org/a/?utm_source=rss'
              newspool canonicalize --fold mobile,amp - < urls.txt

            One line an argument, in order. A URL that is none gives an empty line (nothing when alone) and a reason on
            standard error; the rest goes on, and the exit status is 65. The result is an identity to compare by, not an
            address to fetch.
            """)

    @Option(
        help: ArgumentHelp(
            "Rules that merge more, separated by commas: \(CanonicalURL.Folds.named.map(\.name).joined(separator: ", ")).",
            valueName: "list"))
    var fold: Folds = Folds()

    @Argument(help: ArgumentHelp("URLs; a lone - reads them from standard input, one a line.", valueName: "url"))
    var urls: [String]

    func run() throws {
        var isClean = true
        if urls == ["-"] {
            while let line = readLine() {
                let isGood = printLine(line, whenBad: "\n")
                isClean = isClean && isGood
            }
        } else {
            for url in urls {
                let isGood = printLine(url, whenBad: urls.count > 1 ? "\n" : "")
                isClean = isClean && isGood
            }
        }
        if !isClean { throw Failure(.badInput) }
    }

    private func printLine(_ url: String, whenBad: String) -> Bool {
        do throws(WebURLError) {
            Output.line(try CanonicalURL(url, folding: fold.rules).string)
            return true
        } catch {
            Output.write(Array(whenBad.utf8))
            Output.error("newspool: \(url): \(error)")
            return false
        }
    }

    /// `--fold mobile,amp`.
    struct Folds: ExpressibleByArgument {
        var rules: CanonicalURL.Folds = []

        init() {}

        init?(argument: String) {
            for name in argument.split(separator: ",") {
                guard let rule = CanonicalURL.Folds(named: String(name)) else { return nil }
                rules.formUnion(rule)
            }
        }
    }
}

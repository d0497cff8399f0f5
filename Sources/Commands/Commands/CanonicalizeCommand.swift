import ArgumentParser
import Bytes
import Foundation
import Web

struct CanonicalizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canonicalize",
        abstract: "Print the canonical URL that deduplication uses.",
        discussion: """
            Examples:
              newspool canonicalize 'http://www.example.org/a/?utm_source=rss'
              newspool canonicalize --fold mobile,amp - < urls.txt

            One line an argument, in order. A URL that is none gives an empty line (nothing when alone) and a reason on \
            standard error; the rest goes on, and the exit status is 65. The result is an identity to compare by, not an \
            address to fetch.
            """)

    @Option(
        help: ArgumentHelp(
            "Rules that merge more, separated by commas: \(CanonicalURL.Folds.named.map(\.name).joined(separator: ", ")).",
            valueName: "list"))
    var fold: [Folds] = []

    @Argument(help: ArgumentHelp("URLs; a lone - reads them from standard input, one a line.", valueName: "url"))
    var urls: [String]

    func run() throws {
        let folds = fold.reduce(into: CanonicalURL.Folds()) { $0.formUnion($1.rules) }
        var (isClean, output) = (true, [UInt8]())
        if urls == ["-"] {
            var (input, isOpen) = (InputLines(), true)
            while isOpen {
                isOpen = try input.next { line in
                    let isGood = append(
                        String(decoding: line, as: UTF8.self), folding: folds, whenBad: "\n", to: &output)
                    isClean = isClean && isGood
                }
                Output.write(output)
                output.removeAll(keepingCapacity: true)
            }
        } else {
            for url in urls {
                let isGood = append(url, folding: folds, whenBad: urls.count > 1 ? "\n" : "", to: &output)
                isClean = isClean && isGood
            }
            Output.write(output)
        }
        if !isClean { throw Failure(.badInput) }
    }

    private func append(
        _ url: String, folding folds: CanonicalURL.Folds, whenBad: String, to output: inout [UInt8]
    ) -> Bool {
        do throws(WebURLError) {
            output.append(contentsOf: try CanonicalURL(url, folding: folds).string.utf8)
            output.append(UInt8(ascii: "\n"))
            return true
        } catch {
            output.append(contentsOf: whenBad.utf8)
            Output.error("newspool: \(url.defused): \("\(error)".defused)")
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

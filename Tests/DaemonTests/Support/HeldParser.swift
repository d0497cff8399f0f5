import Cleaning
import Parse
import ParserProcess
import TestSupport

/// Reads as `LocalParser` does, once its hold lets each document go.
final class HeldParser: DocumentParser {
    private let parser = LocalParser()
    private let hold: Hold

    init(_ hold: Hold) { self.hold = hold }

    func open(_ bytes: [UInt8], _ request: DocumentRequest) throws(ParserFailure) -> OpenedFeed {
        _ = hold.work()
        return try parser.open(bytes, request)
    }

    func clean(_ entries: [Int], _ take: (Int, CleanItem) -> Void) throws(ParserFailure) {
        try parser.clean(entries, take)
    }

    func read(page: [UInt8], _ request: PageRequest) throws(ParserFailure) -> ParsedPage {
        try parser.read(page: page, request)
    }

    func close() { parser.close() }
    var isWarm: Bool { parser.isWarm }
    func rest() { parser.rest() }
    func abort() { parser.abort() }
}

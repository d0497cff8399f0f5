import Characters
import XML

/// A reader of one XML document, as `XMLDocument` drives it.
protocol XMLDocumentReader: XMLHandler {
    /// The line that the parser has reached, while it runs.
    var line: (() -> Int)? { get set }
    /// Takes down what was repaired, in words.
    func note(_ message: String, line: Int?)
    /// Ends what a cut-off document left open.
    func finish()
}

/// The bytes of an XML document on their way to a reader.
///
/// A clean document is parsed as it is, in one pass and without a copy. Only where that fails are its bytes repaired
/// and read once more by a fresh reader, so that the price of repair is paid by the broken ones.
struct XMLDocument {
    let served: UnsafeBufferPointer<UInt8>
    private(set) var bytes: DocumentBytes
    /// The last line of a document that ends before its root element does; nil: it is whole.
    private(set) var cutOffLine: Int?
    /// Where a limit ended the reading; nil: it was read to its end.
    private(set) var limitLine: Int?
    let vocabulary: XMLVocabulary
    /// Bytes of text in one element.
    let textLimit: Int
    /// Bytes that the parser is given at once.
    let chunk: Int

    /// Start and end tags did not match.
    private(set) var hadOddTags = false

    init(
        _ served: UnsafeBufferPointer<UInt8>, bytes: DocumentBytes, vocabulary: XMLVocabulary, textLimit: Int,
        chunk: Int
    ) {
        (self.served, self.bytes, self.vocabulary) = (served, bytes, vocabulary)
        (self.textLimit, self.chunk) = (textLimit, chunk)
    }

    /// Reads the document with a reader that `make` makes anew for each attempt, and returns the one that got through.
    mutating func read<Reader: XMLDocumentReader>(_ make: () -> Reader) -> Reader {
        if let reader = attempt(make()) { return reader }
        bytes.proveUTF8(served)
        let (reader, repaired) = repair(make())
        (cutOffLine, limitLine, hadOddTags) = repaired
        return reader
    }

    private func attempt<Reader: XMLDocumentReader>(_ reader: Reader) -> Reader? {
        bytes.withBytes(of: served) { bytes in
            let prolog = prolog(of: bytes, reader)
            return parse(UnsafeBufferPointer(rebasing: bytes[prolog.end...]), prolog, reader, isRepaired: false) == nil
                ? reader : nil
        }
    }

    private func repair<Reader: XMLDocumentReader>(
        _ reader: Reader
    ) -> (Reader, (cutOffLine: Int?, limitLine: Int?, hadOddTags: Bool)) {
        bytes.withBytes(of: served) { bytes in
            let prolog = prolog(of: bytes, reader)
            let repaired = XMLRepair.repair(
                UnsafeBufferPointer(rebasing: bytes[prolog.end...]), entities: prolog.entities,
                namesDTD: prolog.namesDTD)
            for note in repaired.notes { reader.note(note.message, line: note.line + prolog.lines) }
            let fault = repaired.bytes.withUnsafeBufferPointer { parse($0, prolog, reader, isRepaired: true) }
            if let fault, repaired.notes.isEmpty || fault.isLimit {
                reader.note(fault.message, line: fault.line + prolog.lines)
            }
            let limitLine = fault.flatMap { $0.isLimit ? $0.line + prolog.lines : nil }
            return (reader, (repaired.cutOffLine.map { $0 + prolog.lines }, limitLine, repaired.hadOddTags))
        }
    }

    private func prolog(of bytes: UnsafeBufferPointer<UInt8>, _ reader: some XMLDocumentReader) -> XMLProlog {
        let prolog = XMLProlog(bytes)
        if prolog.hadJunk { reader.note("what is before the XML is left out", line: nil) }
        if prolog.leavesOutEntities {
            reader.note("entities of the DOCTYPE are too many or too large: they are left out", line: nil)
        }
        return prolog
    }

    private func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ prolog: XMLProlog, _ reader: some XMLDocumentReader, isRepaired: Bool
    ) -> XMLPushParser.Fault? {
        let parser = XMLPushParser(
            vocabulary: vocabulary, handler: reader, textLimit: textLimit, isRepaired: isRepaired)
        reader.line = { [unowned parser] in parser.line + prolog.lines }
        defer { reader.line = nil }
        var start = 0
        while start < bytes.count {
            let end = start + min(chunk, bytes.count - start)
            guard parser.push(UnsafeBufferPointer(rebasing: bytes[start..<end])) else { break }
            start = end
        }
        let fault = parser.finish()
        reader.finish()
        if parser.textWasCut { reader.note("a text longer than \(textLimit) bytes is cut", line: nil) }
        return fault
    }
}

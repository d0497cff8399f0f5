import Bytes
import Characters
import Glibc

/// What is before the root element: white space and junk, the XML declaration, comments, a DOCTYPE.
///
/// The parser never sees it. The declaration names an encoding that the bytes are no longer in, and a DTD can only do
/// harm: its plain entities are read here, and nothing is ever fetched.
public struct XMLProlog {
    /// Index of the `<` of the root element; the end of the bytes where there is none.
    public private(set) var end = 0
    /// Lines that end before it.
    public private(set) var lines = 0
    /// Something other than white space stood where only XML may.
    public private(set) var hadJunk = false
    /// The DOCTYPE declares more, or longer, entities than anybody needs: those are not known.
    public private(set) var leavesOutEntities = false
    /// The DOCTYPE names a DTD that is elsewhere: RSS 0.91's declares the entities of HTML. It is never fetched.
    public private(set) var namesDTD = false
    /// Entities that the DOCTYPE declares as plain text, by name.
    public private(set) var entities: [String: [UInt8]] = [:]

    /// What was looked for in vain is not looked for again: there is none in all the rest.
    private var hasNoInstructionEnd = false, hasNoCommentEnd = false, hasNoDoctypeEnd = false

    private static let mostEntities = 256
    private static let longestEntity = 4 * 1024
    /// How far into a document junk may reach (a script's error messages, mostly).
    private static let farthestJunk = 64 * 1024

    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = Self.startOfXML(bytes)
        hadJunk = bytes[..<index].contains { $0 > 0x20 }
        while index < bytes.count {
            let rest = UnsafeBufferPointer(rebasing: bytes[index...])
            if rest[0] != UInt8(ascii: "<") {
                let length = rest.firstIndex(of: UInt8(ascii: "<")) ?? rest.count
                if rest[..<length].contains(where: { $0 > 0x20 }) { hadJunk = true }
                index += length
            } else if rest.starts(with: "<?".utf8) {
                let end = hasNoInstructionEnd ? nil : rest.end(of: "?>")
                if end == nil { hasNoInstructionEnd = true }
                index += end ?? rest.end(of: ">") ?? rest.count
            } else if rest.starts(with: "<!--".utf8) {
                index += rest.end(of: "-->") ?? rest.count
            } else if rest.starts(with: "<!".utf8) {
                index += readDoctype(rest)
            } else {
                break
            }
        }
        end = index
        lines = bytes[..<index].lazy.filter { $0 == UInt8(ascii: "\n") }.count
    }

    /// Where the XML declaration is if junk is before it; 0 where nothing speaks for that.
    private static func startOfXML(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let head = UnsafeBufferPointer(rebasing: bytes.prefix(farthestJunk))
        guard let start = head.range(of: "<?xml")?.lowerBound, start > 0 else { return 0 }
        let before = UnsafeBufferPointer(rebasing: head[..<start])
        for root in ["<rss", "<feed", "<rdf:", "<channel", "<RDF", "<opml"] as [StaticString]
        where before.range(of: root) != nil { return 0 }
        return start
    }

    /// Reads `<!DOCTYPE …>` with its internal subset; returns its length.
    private mutating func readDoctype(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var index = hasNoDoctypeEnd ? bytes.count : 2
        var isInSubset = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "[") {
                isInSubset = true
            } else if byte == UInt8(ascii: "]") {
                isInSubset = false
            } else if byte == UInt8(ascii: ">"), !isInSubset {
                return index + 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                let rest = bytes[(index + 1)...]
                guard let quote = rest.firstIndex(of: byte) else { return index + 1 }
                if !isInSubset { namesDTD = true }
                index = quote
            } else if byte == UInt8(ascii: "<"), isInSubset {
                let rest = UnsafeBufferPointer(rebasing: bytes[index...])
                if rest.starts(with: "<!ENTITY".utf8) { readEntity(rest) }
                if rest.starts(with: "<!--".utf8), !hasNoCommentEnd {
                    let end = rest.end(of: "-->")
                    if end == nil { hasNoCommentEnd = true }
                    index += (end ?? 1) - 1
                }
            }
            index += 1
        }
        hasNoDoctypeEnd = true
        // Nothing closed it: the root is looked for right behind its first line.
        return bytes.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
    }

    /// Reads `<!ENTITY name "value">`; parameter entities and external ones are passed over.
    private mutating func readEntity(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard entities.count < Self.mostEntities else { return leaveOutEntity() }
        var index = 8
        func skipSpace() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }
        skipSpace()
        let start = index
        while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: "\""), index - start < 64 {
            index += 1
        }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        skipSpace()
        guard index < bytes.count, !name.isEmpty, name != "%" else { return }
        let quote = bytes[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return }
        let value = bytes[(index + 1)...]
        guard let end = value.firstIndex(of: quote) else { return }
        guard end - index <= Self.longestEntity else { return leaveOutEntity() }
        // The first declaration binds (XML 1.0 section 4.2).
        guard entities[name] == nil else { return }
        let text = decoded(UnsafeBufferPointer(rebasing: value[..<end]))
        // Entities made of entities grow with each step: that ends here.
        guard text.count <= Self.longestEntity else { return leaveOutEntity() }
        entities[name] = text
    }

    private mutating func leaveOutEntity() { leavesOutEntities = true }

    /// The value with its references resolved: those to entities declared further up, and to characters.
    private func decoded(_ value: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = 0
        while index < value.count, decoded.count <= Self.longestEntity {
            if value[index] == UInt8(ascii: "&"),
                let end = value[index...].prefix(64).firstIndex(of: UInt8(ascii: ";")),
                let text = entities[String(decoding: value[(index + 1)..<end], as: UTF8.self)]
            {
                decoded += text
                index = end + 1
            } else if value[index] == UInt8(ascii: "&") {
                index = CharacterReferences.decode(value, at: index, inAttribute: false, into: &decoded)
            } else {
                decoded.append(value[index])
                index += 1
            }
        }
        return decoded
    }
}

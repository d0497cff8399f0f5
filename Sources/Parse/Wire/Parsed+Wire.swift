package import Bytes
import Model

// How what was read crosses to another process.

extension CleanItem: WireFields {
    package static var blank: CleanItem { CleanItem(item: Item()) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&item)
        try wire.field(&markdownBody)
    }
}

extension ParsedPage: WireFields {
    package static var blank: ParsedPage { ParsedPage(encoding: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&encoding)
        try wire.field(&item)
        try wire.field(&hasArticle)
        try wire.field(&isSelected)
        try wire.field(&characters)
        try wire.field(&markdown)
        try wire.field(&asksPassword)
        try wire.field(&cutText)
        try wire.field(&isPaid)
        try wire.field(&nextReferences)
    }
}

extension ParseError: WireFields {
    package static var blank: ParseError { .tooLarge(limit: 0) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        var (kind, words, number): (UInt8, String, Int?) =
            switch self {
            case .notAFeed(let what): (0, what, nil)
            case .malformed(let reason, let line): (1, reason, line)
            case .tooLarge(let limit): (2, "", limit)
            }
        try wire.field(&kind)
        try wire.field(&words)
        try wire.field(&number)
        switch (kind, number) {
        case (0, _): self = .notAFeed(words)
        case (1, let line): self = .malformed(words, line: line)
        case (2, let limit?): self = .tooLarge(limit: limit)
        default: throw Wire.Fault()
        }
    }
}

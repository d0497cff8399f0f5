package import Bytes

// How what was read crosses to another process.

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

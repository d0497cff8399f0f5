import Foundation

/// An answer of the daemon as `--json` prints it.
enum ControlJSON {
    static func bytes(_ answer: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(answer)) ?? Data()  // types of strings and numbers always can be
        return Array(data) + [UInt8(ascii: "\n")]
    }
}

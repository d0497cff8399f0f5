import Bytes
public import Foundation

/// The JSON of all reports and answers: one object, members named `like_this` and in the order of their names, and a
/// line's end.
public enum ReportJSON {
    public static func bytes(_ report: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        let data = (try? encoder.encode(report)) ?? Data()  // types of strings, numbers and dates always can be
        return ActingCharacters.escaped(inJSON: Array(data)) + [UInt8(ascii: "\n")]
    }

    public static func decode<Report: Decodable>(_: Report.Type, from data: Data) throws -> Report {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Report.self, from: data)
    }
}

package import Config
package import Files
import Foundation

/// The records of all lists, in one file of the state directory.
package struct ListFile: Sendable {
    private static let name = "lists.json"
    private let directory: String

    package init(_ configuration: Configuration) { directory = configuration.daemon.state }

    private struct Content: Codable {
        var version = 1
        var lists: [ListRecord]
    }

    /// None where there is no file, or none that can be read as one: then all lists are read anew.
    /// - Throws: where it may not be read.
    package func read() throws(WholeFile.Unreadable) -> [ListRecord] {
        let bytes: [UInt8]
        do throws(WholeFile.Unreadable) {
            bytes = try WholeFile.read(directory + "/" + Self.name)
        } catch {
            if error.isMissing { return [] }
            throw error
        }
        return (try? JSONDecoder().decode(Content.self, from: Data(bytes)))?.lists ?? []
    }

    /// Puts a new file in the place of the old one, durably.
    package func write(_ records: [ListRecord]) throws(FileError) {
        let directory = try Directory.make(directory)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // There is nothing in them that has no JSON.
        guard let data = try? encoder.encode(Content(lists: records)) else { return }
        let temporary = ".\(Self.name).new"
        let file = try directory.openFile(temporary, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(data))
        try file.sync()
        try directory.rename(temporary, to: Self.name)
        try directory.sync()
    }
}

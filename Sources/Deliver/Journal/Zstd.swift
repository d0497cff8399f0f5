package import Foundation

/// The program zstd(1): nobody who archives no journal needs it.
package enum Zstd {
    /// `JournalArchive.Compressor`.
    static func compress(_ source: String, _ target: String) throws(DeliverError) {
        _ = try run(["-q", "-f", "-T1", "-o", target, source], for: source)
    }

    package static func decompressed(_ path: String) throws(DeliverError) -> Data {
        try run(["-q", "-d", "-c", path], for: path)
    }

    private static func run(_ arguments: [String], for path: String) throws(DeliverError) -> Data {
        let places: [String] = ["/usr/bin/zstd", "/usr/local/bin/zstd", "/bin/zstd"]
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw .noProgram("zstd", for: path)
        }
        let (process, output) = (Process(), Pipe())
        (process.executableURL, process.arguments) = (URL(filePath: program), arguments)
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, output)
        do {
            try process.run()
        } catch {
            throw .noProgram("zstd", for: path)
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw .programFailed("zstd", for: path) }
        return data
    }
}

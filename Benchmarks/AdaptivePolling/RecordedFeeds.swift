import Foundation

/// Publication times of real feeds: of the documents in a folder (by default `../shared/corpus/real` beside the
/// project).
///
/// A document has ten to a hundred items: its first half is what the first poll finds, the second half is judged.
enum RecordedFeeds {
    static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/corpus/real")

    static func publishers(in folder: URL) -> [Publisher] {
        let files =
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL } ?? []
        return files.sorted { $0.path < $1.path }.compactMap(publisher)
    }

    private static func publisher(_ file: URL) -> Publisher? {
        guard let data = try? Data(contentsOf: file) else { return nil }  // a folder
        let items = Set(dates(in: String(decoding: data, as: UTF8.self))).sorted()
        guard items.count >= 12, let first = items.first, let last = items.last else { return nil }
        // Bare dates say midnight: no one publishes so, and a rule that learns hours would be flattered.
        let midnights = items.count { $0.timeIntervalSince1970.truncatingRemainder(dividingBy: 86400) == 0 }
        guard midnights < items.count / 4 else { return nil }
        let start = items[items.count / 2 - 1] + 1
        guard last.timeIntervalSince(start) < 3 * 365 * 86400, start > first else { return nil }
        return Publisher(
            kind: "recorded", items: items, start: start, judged: start, end: last + 86400)
    }

    private static func dates(in text: String) -> [Date] {
        let pattern = /<(?:pubDate|published|dc:date)>\s*([^<]+?)\s*<|"date_published"\s*:\s*"([^"]+)"/
        return text.matches(of: pattern).compactMap { date(String($0.1 ?? $0.2 ?? "")) }
    }

    private static func date(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }  // not this format
        for format in ["EEE, d MMM yyyy HH:mm:ss zzz", "yyyy-MM-dd'T'HH:mm:ss.SSSXXXXX", "yyyy-MM-dd'T'HH:mmXXXXX"] {
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}

import Bytes
import Glibc
import Operations

/// Which of several feeds are meant: asked of a person on a terminal.
enum FeedChoice {
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// - Returns: the ones chosen, in the order of the list; none where the person wants none.
    static func ask(_ links: [FeedLink], of page: String) -> [FeedLink] {
        Output.error("\(page) has \(links.count) feeds:")
        for (index, link) in links.enumerated() {
            Output.error("  \(index + 1)  \(link.title.map { $0.onOneLine + "  " } ?? "")\(link.url)")
        }
        while true {
            Output.prompt("Which? Numbers, a for all, n for none [1]: ")
            guard let answer = readLine() else { return [] }
            if let chosen = choice(answer, of: links) { return chosen }
            Output.error("Type numbers from 1 to \(links.count), with commas between them, or a, or n.")
        }
    }

    /// Nil for an answer that means nothing.
    static func choice(_ answer: String, of links: [FeedLink]) -> [FeedLink]? {
        let words = answer.lowercased().split { " ,;".contains($0) }
        switch words.first {
        case nil: return Array(links.prefix(1))
        case "a", "all": return links
        case "n", "none", "q", "no": return []
        default:
            let numbers = words.map { Int($0) ?? 0 }
            guard numbers.allSatisfy({ (1...links.count).contains($0) }) else { return nil }
            return links.indices.filter { numbers.contains($0 + 1) }.map { links[$0] }
        }
    }
}

import Characters
import Cleaning
import Dates
import Glibc
import Model
@testable import Parse
import Selectors
import Web

/// Something of strangers' bytes that can be there any number of times: reading it must take time in proportion.
public struct Construct: CustomStringConvertible, Sendable {
    public enum Reader: String, Sendable {
        case feed, body, page, outlines, date, address, encoding
        /// A page, and selectors of feeds.toml.
        case selector
    }

    public let reader: Reader
    private let before: String, after: String
    private let unit: [UInt8]

    init(_ reader: Reader, _ unit: String, after before: String = "", before after: String = "") {
        (self.reader, self.before, self.unit, self.after) = (reader, before, Array(unit.utf8), after)
    }

    /// A unit that is not UTF-8.
    init(_ unit: [UInt8], after before: String) {
        (reader, self.before, self.unit, after) = (.encoding, before, unit, "")
    }

    public var description: String {
        let text = before + String(decoding: unit, as: UTF8.self)
        let start = text.utf8.count > 60 ? String(text.prefix(30)) + "…" + String(text.suffix(30)) : text
        return "\(reader.rawValue): " + start.unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    }

    /// A document of about this many bytes; `#` in the unit is a number.
    public func document(_ bytes: Int) -> [UInt8] {
        let count = max(1, bytes / unit.count)
        var document = Array(before.utf8)
        document.reserveCapacity(bytes + 2 * count + before.utf8.count + after.utf8.count)
        let parts = unit.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
        for number in 0..<count {
            document += parts[0]
            guard parts.count > 1 else { continue }
            document += Array(String(number).utf8)
            document += parts[1]
        }
        return document + Array(after.utf8)
    }

    /// Reads a document.
    /// - Returns: bytes that came of it, where it is a body.
    @discardableResult
    public func read(_ document: [UInt8]) -> Int {
        switch reader {
        case .feed, .encoding: _ = try? FeedParser.parse(document)  // what is no feed is refused
        case .outlines: _ = try? OPML.read(document)
        case .date: document.withUnsafeBufferPointer { _ = FeedDate.parse($0, now: nil) }
        case .address:
            let text = String(decoding: document, as: UTF8.self)
            _ = (try? WebURL(parsing: "https://a.example/b/c?d#e"))?.resolving(text)
            if let url = try? WebURL(parsing: text) { _ = try? CanonicalURL(url) }
        case .body: return body(document)
        case .page: _ = PageParser().parse(document, url: "https://e.example/")
        case .selector:
            var parser = PageParser()
            parser.selector = try? CSSSelector(
                ".a .b > .c .d, [class~=x] .a ~ .a, p:not(.q):nth-child(2n+1) + [title^=b]")
            _ = parser.parse(document, url: "https://e.example/")
        }
        return 0
    }

    private func body(_ document: [UInt8]) -> Int {
        var raw = RawItem()
        raw.content = RawText(
            String(decoding: document, as: UTF8.self), kind: .html,
            base: "https://e.example/" + String(repeating: "b/", count: 2000))
        let clean = Cleaner().clean(raw, feed: Feed(format: .rss20), markdown: true)
        return (clean.item.contentHTML ?? "").utf8.count + (clean.markdownBody ?? "").utf8.count
    }

    /// How long reading takes, in documents of doubled size.
    public struct Growth: Sendable {
        /// Bytes, and seconds of this thread's processor time.
        public fileprivate(set) var times: [(bytes: Int, seconds: Double)]

        public init(times: [(bytes: Int, seconds: Double)] = []) { self.times = times }

        /// The sizes of which the second took longer than the first by more than their proportion: two and a half times
        /// of it, for caches and other work on the machine have their part. What is so quick that 16 MiB would take less
        /// than a second a MiB even if it grew by the square is no excess: a step from one way of reading to another is
        /// none. Nil where there are none.
        public var excess: (bytes: Int, Int)? {
            for (index, first) in times.enumerated() where first.seconds > 0.002 {
                for last in times[(index + 1)...] where last.bytes >= 4 * first.bytes {
                    let size = Double(last.bytes) / Double(1 << 20)
                    guard last.seconds * 16 > size * size else { continue }
                    let share = Double(last.bytes) / Double(first.bytes)
                    if last.seconds > 2.5 * share * first.seconds { return (first.bytes, last.bytes) }
                }
            }
            return nil
        }
    }

    /// Reads documents of doubled size, from one to another number of bytes; no more once one has taken ten seconds.
    public func growth(from least: Int, to most: Int) -> Growth {
        read(document(1 << 10))  // what is made once
        var (growth, bytes) = (Growth(), least)
        while bytes <= most, growth.times.last?.seconds ?? 0 < 10 {
            let document = document(bytes)
            growth.times.append((bytes, Self.time { read(document) }))
            bytes *= 2
        }
        return growth
    }

    /// Of this thread alone: others work beside it.
    private static func time(_ work: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        let start = now()
        work()
        return now() - start
    }
}

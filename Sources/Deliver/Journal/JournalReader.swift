import Files
import Foundation

/// Reads the journal's lines through all day files, from a place on and as they come: the heart of `tail`.
///
/// It needs no word with the daemon. A line that is not whole yet is left for the next call; one that a crash tore
/// is seen once a start has completed it. Belongs to one task; each call reads from the disk.
public final class JournalReader {
    /// Where to begin; both together: at the later place.
    public struct Start: Sendable, Equatable {
        /// At most so many of the last lines; nil for any number.
        public var last: Int?
        /// Only lines with a higher `seq`; nil for all.
        public var after: Int64?
        /// Numbers that were read never come again, whatever happens to the journal meanwhile.
        public var isForGood: Bool

        public init(last: Int? = nil, after: Int64? = nil, isForGood: Bool = false) {
            (self.last, self.after, self.isForGood) = (last, after, isForGood)
        }
    }

    private struct Place: Comparable {
        var day: String
        var offset: Int

        static func < (a: Place, b: Place) -> Bool { (a.day, a.offset) < (b.day, b.offset) }
    }

    private enum Source {
        case plain(OpenFile), compressed(CompressedLines)
    }

    private let root: String
    private let isForGood: Bool
    private var days: JournalDays
    /// The next line begins here; nil as long as there is no journal.
    private var place: Place?
    /// What is open of the place's day.
    private var source: Source?
    /// The `seq` of the last line that was returned.
    private var lastSeq: Int64
    /// The lines before the next one may have been removed.
    private var isBehindHole = false
    private var gap: JournalGap?

    /// - Parameter root: the spool's directory.
    /// - Throws: `unavailable` where it has no journal or one that cannot be read.
    public init(root: String, from start: Start) throws(DeliverError) {
        (self.root, isForGood) = (root, start.isForGood)
        days = try JournalDays(root: root)
        lastSeq = max(0, start.after ?? 0)
        let all = try days.all()
        var places = [all.first.map { Place(day: $0, offset: 0) }]
        if let after = start.after {
            switch try find(after: after, all) {
            case .kept(let place): places.append(place)
            case .removed(let first): note(first: first)
            case .unknown: isBehindHole = true
            }
        }
        if let last = start.last { places.append(try place(ofLast: max(0, last), all)) }
        place = places.compactMap(\.self).max()
    }

    /// The highest number there is; 0 without lines.
    public static func newestSeq(root: String) throws(DeliverError) -> Int64 {
        let days = try JournalDays(root: root)
        for name in try days.all().reversed() {
            if let seq = try days.open(name)?.lastSeq() { return seq }
        }
        return 0
    }

    /// The next lines, as many as one read brings: each whole, with its `\n`, byte for byte as they are in the journal.
    ///
    /// - Returns: nil where there are no more at present; later calls may bring some.
    public func next() throws(DeliverError) -> [UInt8]? {
        while true {
            if let lines = try readLines() { return lines }
            if try findNewJournal() { continue }
            guard let later = try later() else { return try findReplaced() ? try readLines() : nil }
            // The old day may have got its last lines between the look at its end and the look for a new day.
            if let lines = try readLines() { return lines }
            if place != nil, !later.isKept { isBehindHole = true }
            place = Place(day: later.next, offset: 0)
            source = nil
        }
    }

    /// Goes on with the day after the one that `next` could not read.
    /// - Returns: false where there is none.
    package func skipDay() throws(DeliverError) -> Bool {
        guard let day = place?.day, let later = try days.later(than: day) else { return false }
        (place, source, isBehindHole) = (Place(day: later.next, offset: 0), nil, true)
        return true
    }

    /// What is gone between the line before and the lines that `next` returned last. Each gap is told once.
    package func takeGap() -> JournalGap? {
        defer { gap = nil }
        return gap
    }

    private func readLines() throws(DeliverError) -> [UInt8]? {
        guard let place else { return nil }
        if source == nil {
            switch try days.open(place.day) {
            case .plain(let file): source = .plain(file)
            case .compressed(let file): source = .compressed(try CompressedLines(file, from: place.offset))
            case nil: return nil
            }
        }
        let lines: [UInt8]?
        switch source {
        case .plain(let file):
            lines = try DeliverError.mapping { () throws(FileError) in
                try JournalFile(file: file).lines(from: place.offset)
            }
        case .compressed(let reader): lines = try reader.next()
        case nil: return nil
        }
        guard let lines else { return nil }
        self.place?.offset += lines.count
        if isBehindHole, let first = JournalLines.firstSeq(of: lines) { note(first: first) }
        if let seq = JournalLines.lastSeq(of: lines) { lastSeq = max(lastSeq, seq) }
        return lines
    }

    /// - Parameter first: the number of the first line behind a hole.
    private func note(first: Int64) {
        isBehindHole = false
        if lastSeq > 0, first > lastSeq + 1 { gap = JournalGap(seqs: lastSeq + 1...first - 1) }
    }

    private func later() throws(DeliverError) -> (next: String, isKept: Bool)? {
        guard let place else { return try days.all().first.map { ($0, true) } }
        return try days.later(than: place.day)
    }

    /// The spool was removed or moved away and made anew: its path leads to another directory now. The lines there that are
    /// new go on from the last one; a journal that begins again with low numbers is another one, and all of it is new.
    private func findNewJournal() throws(DeliverError) -> Bool {
        guard !days.directory.isAtItsPath, FileManager.default.fileExists(atPath: root + "/journal") else {
            return false
        }
        days = try JournalDays(root: root)
        (place, source) = (nil, nil)
        if !isForGood, try Self.newestSeq(root: root) < lastSeq { lastSeq = 0 }
        place = try lastSeq == 0 ? nil : place(after: lastSeq)
        return true
    }

    /// Someone else's rotation: the day's name leads to another file now, or to a shorter one. The lines there that are
    /// new go on from the last one that was returned.
    private func findReplaced() throws(DeliverError) -> Bool {
        guard let place else { return false }
        let replaced = try DeliverError.mapping { () throws(FileError) -> OpenFile? in
            guard let now = try days.directory.openFileIfThere(JournalFile.name(of: place.day)) else { return nil }
            guard case .plain(let file) = source else { return now }
            let (before, status) = (try file.status(), try now.status())
            return before.inode == status.inode && status.size >= place.offset ? nil : now
        }
        guard let now = replaced else { return false }
        source = .plain(now)
        self.place?.offset = try JournalDay.plain(now).start(after: lastSeq)
        return true
    }

    private func place(after seq: Int64) throws(DeliverError) -> Place? {
        let all = try days.all()
        if case .kept(let place) = try find(after: seq, all) { return place }
        return all.first.map { Place(day: $0, offset: 0) }
    }

    // MARK: Where to begin

    private enum Found {
        case kept(Place)
        /// All lines that are kept have higher numbers, from this one on.
        case removed(first: Int64)
        /// There are no lines.
        case unknown
    }

    private func find(after seq: Int64, _ all: [String]) throws(DeliverError) -> Found {
        var found = Found.unknown
        for name in all.reversed() {
            guard let day = try days.open(name), let first = try day.firstSeq() else { continue }
            if first <= seq { return .kept(Place(day: name, offset: try day.start(after: seq))) }
            found = .removed(first: first)
        }
        return found
    }

    private func place(ofLast count: Int, _ all: [String]) throws(DeliverError) -> Place? {
        var missing = count
        var place: Place?
        for name in all.reversed() {
            guard let day = try days.open(name) else { continue }
            let (offset, found) = try day.start(ofLast: missing)
            place = Place(day: name, offset: offset)
            missing -= found
            if missing == 0 { break }
        }
        return place
    }
}

/// Numbers whose lines a reader has not seen and that retention has removed, some of which may never have had a line. A hole
/// between lines that are kept is none.
package struct JournalGap: Sendable, Equatable, CustomStringConvertible {
    package let seqs: ClosedRange<Int64>

    package var description: String {
        seqs.count == 1 ? "seq \(seqs.lowerBound) is gone" : "seq \(seqs.lowerBound)-\(seqs.upperBound) are gone"
    }
}

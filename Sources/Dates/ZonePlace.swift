import FoundationEssentials
import Synchronization

/// A zone of the IANA database (`Europe/Berlin`), as the system's files have it (RFC 8536).
struct ZonePlace: Sendable {
    /// Moments in seconds since 1970 from which on a type holds, rising.
    private var transitions: [(at: Int64, type: Int)] = []
    /// Seconds east of Greenwich, and whether it is summer time.
    private var types: [(offset: Int, isSummer: Bool)] = []
    /// What holds behind the last transition.
    private var rule: ZoneRule?

    private static let folder = "/usr/share/zoneinfo/"
    private static let cache = Mutex<[String: ZonePlace?]>([:])
    /// The database has fewer names.
    private static let mostNames = 700

    /// Nil for a name that the system does not know.
    static func named(_ name: String) -> ZonePlace? {
        guard isName(name) else { return nil }
        if let known = cache.withLock({ $0[name] }) { return known }
        // A file that cannot be read is a zone that is not known.
        let place = (try? Data(contentsOf: URL(filePath: folder + name))).flatMap { ZonePlace([UInt8]($0)) }
        cache.withLock { if $0.count < mostNames { $0[name] = .some(place) } }
        return place
    }

    /// `Area/City` in the letters that the database uses: nothing that leads out of its folder.
    private static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.utf8.count <= 40, (2...3).contains(parts.count), areas.contains(String(parts[0])) else {
            return false
        }
        return parts.allSatisfy { part in part.utf8.first.map(isLetter) == true && part.utf8.allSatisfy(isNameByte) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

    static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+")
    }

    private static let areas: Set<String> = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile",
        "Etc",
        "Europe", "Indian", "Mexico", "Pacific", "US",
    ]

    /// Seconds east of Greenwich where the clocks show this local time (seconds since 1970 as if it were UTC).
    func offset(atLocal local: Double) -> Int {
        // Read as UTC the local time is off by hours at most: once more with its result is exact.
        var offset = offset(at: local)
        for _ in 0..<2 { offset = self.offset(at: local - Double(offset)) }
        return offset
    }

    private func offset(at moment: Double) -> Int {
        if let last = transitions.last, moment >= Double(last.at) {
            return rule?.offset(at: moment) ?? types[last.type].offset
        }
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if Double(transitions[middle].at) <= moment { low = middle + 1 } else { high = middle }
        }
        if low > 0 { return types[transitions[low - 1].type].offset }
        if transitions.isEmpty, let rule { return rule.offset(at: moment) }
        return (types.first { !$0.isSummer } ?? types[0]).offset
    }

    /// Nil where the bytes are no such file.
    init?(_ bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0), first.version >= 0x32,
            let header = Header(bytes, at: 44 + first.size(ofTime: 4))
        else { return nil }
        let start = 44 + first.size(ofTime: 4) + 44
        let end = start + header.size(ofTime: 8)
        guard end <= bytes.count, header.types > 0 else { return nil }
        let (indices, kinds) = (start + header.times * 8, start + header.times * 9)
        for index in 0..<header.types {
            let place = kinds + index * 6
            types.append((Int(Int32(truncatingIfNeeded: Self.number(bytes, place, 4))), bytes[place + 4] != 0))
        }
        for index in 0..<header.times {
            let type = Int(bytes[indices + index])
            guard type < types.count else { return nil }
            transitions.append((Self.number(bytes, start + index * 8, 8), type))
        }
        let footer = bytes[end...].drop { $0 == 0x0A }.prefix { $0 != 0x0A }
        rule = ZoneRule(String(decoding: footer, as: UTF8.self))
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64 {
        Int64(bitPattern: bytes[start..<(start + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    private struct Header {
        let version: UInt8
        let isUT, isStandard, leaps, times, types, letters: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start + 44 <= bytes.count, bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else { return nil }
            version = bytes[start + 4]
            let counts = (0..<6).map { Int(ZonePlace.number(bytes, start + 20 + $0 * 4, 4)) }
            guard counts.allSatisfy({ $0 < 1 << 16 }) else { return nil }
            (isUT, isStandard, leaps) = (counts[0], counts[1], counts[2])
            (times, types, letters) = (counts[3], counts[4], counts[5])
        }

        func size(ofTime width: Int) -> Int {
            times * (width + 1) + types * 6 + letters + leaps * (width + 4) + isStandard + isUT
        }
    }
}

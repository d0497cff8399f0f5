package import Bytes
package import FoundationEssentials

// How feeds and their parts cross to another process. A field that is not named here does not arrive: `WireTests` fills
// every one.

extension Feed: WireFields {
    package static var blank: Feed { Feed(format: .rss20) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.named(&format)
        try wire.field(&encoding)
        try wire.field(&warnings)
        try wire.field(&id)
        try wire.field(&title)
        try wire.field(&titleHTML)
        try wire.field(&descriptionText)
        try wire.field(&descriptionHTML)
        try wire.field(&homePageURL)
        try wire.field(&feedURL)
        try wire.field(&icon)
        try wire.field(&favicon)
        try wire.field(&authors)
        try wire.field(&contributors)
        try wire.field(&publisher)
        try wire.field(&language)
        try wire.field(&rights)
        try wire.date(&published)
        try wire.date(&updated)
        try wire.field(&categories)
        try wire.field(&generator)
        try wire.field(&image)
        try wire.field(&links)
        try wire.field(&hubs)
        try wire.field(&nextURL)
        try wire.field(&archive)
        try wire.field(&expired)
        try wire.field(&podcast)
        try wire.field(&ttl)
        try wire.field(&skipHours)
        try wire.field(&skipDays)
        try wire.field(&updateInterval)
    }
}

extension Generator: WireFields {
    package static var blank: Generator { Generator() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&name)
        try wire.field(&url)
        try wire.field(&version)
    }
}

extension FeedImage: WireFields {
    package static var blank: FeedImage { FeedImage() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&url)
        try wire.field(&title)
        try wire.field(&link)
    }
}

extension Hub: WireFields {
    package static var blank: Hub { Hub(type: "", url: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&type)
        try wire.field(&url)
    }
}

extension ArchiveLinks: WireFields {
    package static var blank: ArchiveLinks { ArchiveLinks() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&previous)
        try wire.field(&next)
        try wire.field(&current)
    }
}

extension Wire {
    /// Within the years that can be written (`Timestamp`).
    package mutating func date(_ value: inout Date?) throws(Fault) {
        var seconds = value?.timeIntervalSince1970
        try field(&seconds)
        guard isReading else { return }
        if let seconds, !(-62_135_596_800...253_402_300_799).contains(seconds) { throw Fault() }
        value = seconds.map { Date(timeIntervalSince1970: $0) }
    }

    /// A case by its name.
    package mutating func named<Value: RawRepresentable<String>>(_ value: inout Value) throws(Fault) {
        var name = value.rawValue
        try field(&name)
        guard let known = Value(rawValue: name) else { throw Fault() }
        value = known
    }
}

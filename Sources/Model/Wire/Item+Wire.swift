package import Bytes

extension Item: WireFields {
    package static var blank: Item { Item() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&guid)
        try wire.field(&guidIsPermalink)
        try wire.field(&url)
        try wire.field(&canonicalURL)
        try wire.field(&title)
        try wire.field(&contentHTML)
        try wire.field(&contentText)
        try wire.field(&summary)
        try wire.field(&image)
        try wire.date(&published)
        try wire.date(&modified)
        try wire.field(&authors)
        try wire.field(&tags)
        try wire.field(&categories)
        try wire.field(&language)
        try wire.field(&attachments)
        try wire.field(&links)
        try wire.field(&rare)
    }
}

extension Rare: WireFields {
    static var blank: Rare { Rare() }

    mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        var fields = unsafe box?.fields
        try wire.field(&fields)
        if wire.isReading, let fields { self = Rare(fields) }
    }
}

extension RareFields: WireFields {
    static var blank: RareFields { RareFields() }

    mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&externalURL)
        try wire.field(&titleHTML)
        try wire.field(&summaryHTML)
        try wire.field(&imageCaption)
        try wire.field(&bannerImage)
        try wire.date(&created)
        try wire.field(&contributors)
        try wire.field(&publisher)
        try wire.field(&byline)
        try wire.field(&siteName)
        try wire.field(&direction)
        try wire.field(&commentsURL)
        try wire.field(&commentsCount)
        try wire.field(&rights)
        try wire.field(&license)
        try wire.field(&source)
        try wire.field(&media)
        try wire.field(&location)
        try wire.field(&podcast)
    }
}

extension Fingerprint: WireFields {
    package static var blank: Fingerprint {
        Fingerprint(guid: nil, canonicalURL: nil, title: "", published: nil, contentHash: 0)
    }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&guid)
        try wire.field(&canonicalURL)
        try wire.field(&isSiteRoot)
        try wire.field(&title)
        try wire.date(&published)
        try wire.field(&contentHash)
        try wire.field(&textHash)
    }
}

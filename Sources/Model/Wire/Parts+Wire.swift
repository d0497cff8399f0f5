package import Bytes

extension Person: WireFields {
    package static var blank: Person { Person() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&name)
        try wire.field(&url)
        try wire.field(&email)
        try wire.field(&avatar)
    }
}

extension Category: WireFields {
    package static var blank: Category { Category(term: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&term)
        try wire.field(&scheme)
        try wire.field(&label)
    }
}

extension Attachment: WireFields {
    package static var blank: Attachment { Attachment(url: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&url)
        try wire.field(&mimeType)
        try wire.field(&title)
        try wire.field(&size)
        try wire.field(&duration)
    }
}

extension Link: WireFields {
    package static var blank: Link { Link(rel: "", href: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&rel)
        try wire.field(&href)
        try wire.field(&type)
        try wire.field(&title)
        try wire.field(&hreflang)
        try wire.field(&length)
    }
}

extension Media: WireFields {
    package static var blank: Media { Media() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&thumbnails)
        try wire.field(&credits)
    }
}

extension Media.Thumbnail: WireFields {
    package static var blank: Media.Thumbnail { Media.Thumbnail(url: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&url)
        try wire.field(&width)
        try wire.field(&height)
    }
}

extension Media.Credit: WireFields {
    package static var blank: Media.Credit { Media.Credit(name: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&name)
        try wire.field(&role)
    }
}

extension Podcast: WireFields {
    package static var blank: Podcast { Podcast() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&explicit)
        try wire.field(&block)
        try wire.field(&season)
        try wire.field(&episode)
        try wire.field(&chapters)
    }
}

extension Podcast.Chapter: WireFields {
    package static var blank: Podcast.Chapter { Podcast.Chapter(start: 0) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&start)
        try wire.field(&title)
        try wire.field(&url)
        try wire.field(&image)
    }
}

extension Location: WireFields {
    package static var blank: Location { Location(latitude: 0, longitude: 0) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&latitude)
        try wire.field(&longitude)
    }
}

extension ItemSource: WireFields {
    package static var blank: ItemSource { ItemSource() }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&id)
        try wire.field(&title)
        try wire.field(&url)
        try wire.field(&feedURL)
        try wire.date(&updated)
        try wire.field(&authors)
    }
}

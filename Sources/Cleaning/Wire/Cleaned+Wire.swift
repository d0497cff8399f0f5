package import Bytes
import Model

// How what was cleaned crosses to another process.

extension CleanItem: WireFields {
    package static var blank: CleanItem { CleanItem(item: Item()) }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&item)
        try wire.field(&markdownBody)
    }
}

extension ParsedPage: WireFields {
    package static var blank: ParsedPage { ParsedPage(encoding: "") }

    package mutating func visit(_ wire: inout Wire) throws(Wire.Fault) {
        try wire.field(&encoding)
        try wire.field(&item)
        try wire.field(&hasArticle)
        try wire.field(&isSelected)
        try wire.field(&characters)
        try wire.field(&markdown)
        try wire.field(&asksPassword)
        try wire.field(&cutText)
        try wire.field(&isPaid)
        try wire.field(&nextReferences)
    }
}

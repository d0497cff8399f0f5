enum SpoolKey: String, TableKey {
    case path, formats
    case frontMatter = "front_matter"
    case leadImage = "lead_image"
    case journal
    case keepArticles = "keep_articles"
    case keepJournal = "keep_journal"
    case archiveJournal = "archive_journal"
    case maxOutbox = "max_outbox"

    static let table = "[spool]"
}

extension ValueReader {
    /// - Parameter spool: the defaults, their directory resolved.
    func spool(_ table: TomlNode, over spool: Configuration.Spool) -> Configuration.Spool {
        var spool = spool
        read(table, SpoolKey.self) { key, node in
            switch key {
            case .path: spool.path = path(node) ?? spool.path
            case .formats: spool.formats = choices(node, of: Configuration.Format.self) ?? spool.formats
            case .frontMatter: spool.frontMatter = boolean(node) ?? spool.frontMatter
            case .leadImage: spool.leadImage = boolean(node) ?? spool.leadImage
            case .journal: spool.journal = choice(node, of: Configuration.Journal.self) ?? spool.journal
            case .keepArticles: spool.keepArticles = duration(node) ?? spool.keepArticles
            case .keepJournal: spool.keepJournal = duration(node) ?? spool.keepJournal
            case .archiveJournal: spool.archiveJournal = duration(node)
            case .maxOutbox: spool.maxOutbox = size(node) ?? spool.maxOutbox
            }
        }
        return spool
    }
}

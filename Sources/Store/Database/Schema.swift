import GRDB

/// The tables. A migration that has landed is never edited: a change is a new one.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: version1)
        }
        return migrator
    }

    /// Keys are 64-bit hashes (`KeyHash`) instead of texts: a million remembered items take about 100 MB less, and the
    /// worst that a chance collision (2 in 10⁸ at a million items) does is to hold back one article.
    private static let version1 = """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            is_active INTEGER NOT NULL,
            etag BLOB, last_modified BLOB, validators_url TEXT, body_digest BLOB,
            moved_to TEXT, moved_since REAL,
            timing BLOB, why TEXT, next_poll REAL, failures INTEGER NOT NULL DEFAULT 0,
            last_poll REAL, last_success REAL, last_status INTEGER, last_error TEXT,
            title TEXT,
            newest INTEGER,
            has_items INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE seen (
            id INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL,
            guid INTEGER, bare_guid INTEGER, url INTEGER, headline INTEGER,
            content INTEGER NOT NULL,
            shown INTEGER NOT NULL,
            item BLOB NOT NULL,
            revision INTEGER NOT NULL DEFAULT 1
        );
        CREATE INDEX seen_guid ON seen(guid, feed) WHERE guid IS NOT NULL;
        CREATE INDEX seen_bare_guid ON seen(bare_guid, feed) WHERE bare_guid IS NOT NULL;
        CREATE INDEX seen_url ON seen(url) WHERE url IS NOT NULL;
        CREATE INDEX seen_headline ON seen(headline, feed) WHERE headline IS NOT NULL;
        CREATE TABLE also_in (
            seen INTEGER NOT NULL, feed INTEGER NOT NULL, PRIMARY KEY (seen, feed)
        ) WITHOUT ROWID;
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY,
            time REAL NOT NULL, item BLOB NOT NULL, revision INTEGER NOT NULL,
            feed TEXT NOT NULL, is_backfill INTEGER NOT NULL, path TEXT NOT NULL,
            json BLOB NOT NULL, markdown BLOB NOT NULL, journal_line BLOB NOT NULL
        );
        CREATE TABLE sink (name TEXT PRIMARY KEY, delivered INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE webhook_message (
            webhook TEXT NOT NULL, seq INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, error TEXT,
            state TEXT NOT NULL DEFAULT 'waiting',
            PRIMARY KEY (webhook, seq)
        ) WITHOUT ROWID;
        CREATE TABLE counter (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        """
}

import GRDB

/// The tables, and how they came to be. A migration that was released is never edited: the next change is a new one.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: version1) }
        migrator.registerMigration("2 near-duplicates") { try $0.execute(sql: nearDuplicates) }
        migrator.registerMigration("3 webhook batches") { try $0.execute(sql: webhookBatches) }
        migrator.registerMigration("4 memory") { try $0.execute(sql: memory) }
        migrator.registerMigration("5 status") { try $0.execute(sql: status) }
        migrator.registerMigration("6 delivered") { try $0.execute(sql: delivered) }
        migrator.registerMigration("7 facts") { try $0.execute(sql: facts) }
        migrator.registerMigration("8 evidence") { try $0.execute(sql: evidence) }
        migrator.registerMigration("9 floods") { try $0.execute(sql: floods) }
        migrator.registerMigration("10 farewells") { try $0.execute(sql: farewells) }
        migrator.registerMigration("11 webhook failures") { try $0.execute(sql: webhookFailures) }
        migrator.registerMigration("12 hubs") { try $0.execute(sql: hubs) }
        return migrator
    }

    /// Messages that went out in one body go out in one again: `batch` is the `seq` of the first; NULL: not sent yet.
    private static let webhookBatches = "ALTER TABLE webhook_message ADD COLUMN batch INTEGER"

    /// Webhooks whose last attempt failed: from the first that did until one succeeds.
    private static let webhookFailures = """
        CREATE TABLE webhook_failing (webhook TEXT PRIMARY KEY) WITHOUT ROWID;
        INSERT INTO webhook_failing SELECT DISTINCT webhook FROM webhook_message WHERE error IS NOT NULL;
        """

    /// What `status` and its pages ask for: since when a feed is as it is, and articles by feed and by id.
    private static let status = """
        ALTER TABLE feed ADD COLUMN since INTEGER;
        CREATE INDEX outbox_feed ON outbox (feed);
        CREATE INDEX outbox_item ON outbox (item);
        """

    /// Who delivered a URL is found at once, however many feeds have it; and all that is a feed's own lies together.
    private static let delivered = """
        CREATE INDEX seen_delivered ON seen (url, flags) WHERE url IS NOT NULL AND flags & 1;
        DROP INDEX seen_url;
        CREATE INDEX seen_url ON seen (feed, url) WHERE url IS NOT NULL;
        """

    /// What decisions ask for, beside the sentences for people: the kind of a failure (`PollFailure.Kind`; NULL with a
    /// sentence: of a version that kept none), and whether a receiver said when to come back, which was a mark at the end of
    /// the sentence.
    private static let facts = """
        ALTER TABLE feed ADD COLUMN failure_kind TEXT;
        ALTER TABLE webhook_message ADD COLUMN asked_to_wait INTEGER NOT NULL DEFAULT 0;
        UPDATE webhook_message SET asked_to_wait = 1 WHERE error LIKE '%(Retry-After)';
        """

    /// What shows that two entries with one link are one article: the text apart from the title (`content`, over both, is of
    /// older rows and no longer read), and the latest articles under a URL ahead of older ones. The rows of each feed's last
    /// document are looked at once more, so that they come to know their texts.
    private static let evidence = """
        ALTER TABLE seen ADD COLUMN text INTEGER;
        DROP INDEX seen_delivered;
        CREATE INDEX seen_delivered ON seen (url) WHERE url IS NOT NULL AND flags & 1;
        UPDATE document SET day = 0;
        """

    /// How many new entries a feed brought on a day, and how many more it had than may come in at once.
    private static let floods = """
        ALTER TABLE feed ADD COLUMN new_day INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN new_on_day INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
        """

    /// When a feed's own URL first said that it is gone.
    private static let farewells = "ALTER TABLE feed ADD COLUMN gone_since INTEGER"

    /// What a feed says of hubs (`HubLinks`), and subscriptions there (`HubSubscription`).
    private static let hubs = """
        ALTER TABLE feed ADD COLUMN hubs TEXT;
        CREATE TABLE hub_subscription (
            path TEXT PRIMARY KEY,
            secret TEXT NOT NULL,
            feed INTEGER NOT NULL,
            topic TEXT NOT NULL,
            hub TEXT NOT NULL,
            phase TEXT NOT NULL,
            asked INTEGER,
            due INTEGER NOT NULL,
            until INTEGER,
            since INTEGER,
            failures INTEGER NOT NULL,
            trouble TEXT
        ) WITHOUT ROWID;
        """

    /// Times are since 1970: of feeds' documents and their entries in seconds, else in milliseconds; days are days since then
    /// (`Instant`). Hashes are 64 bits (`StableHash`).
    private static let version1 = """
        -- A feed of feeds.toml, or one that was there: what it showed stays known.
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY,
            url TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            active INTEGER NOT NULL DEFAULT 1,
            -- What a poll leaves (FeedState).
            title TEXT, etag BLOB, last_modified BLOB, validators_url TEXT, body_hash BLOB,
            moved_to TEXT, move_target TEXT, move_since INTEGER, move_failures INTEGER NOT NULL DEFAULT 0,
            timing BLOB, next_poll INTEGER, why TEXT, failures INTEGER NOT NULL DEFAULT 0,
            last_status INTEGER, last_error TEXT, last_success INTEGER, last_poll INTEGER, retired_as BLOB,
            archive_next TEXT, archive_pages INTEGER NOT NULL DEFAULT 0,
            -- What its documents taught (FeedMemory).
            first_document INTEGER, last_document INTEGER, oldest_news INTEGER,
            spoiled_guid INTEGER, spoiled_url INTEGER,
            -- Bookkeeping for people: 10 polls (PollHistory), 30 days (DailyCounts).
            history BLOB, daily BLOB
        );

        -- What a feed's last document had (LastDocument).
        CREATE TABLE document (feed INTEGER PRIMARY KEY, day INTEGER NOT NULL, entries BLOB NOT NULL);

        -- Every entry that a feed ever showed, until the feed has not shown it for long (SeenRow).
        CREATE TABLE seen (
            id INTEGER PRIMARY KEY,
            feed INTEGER NOT NULL,
            key INTEGER NOT NULL,
            url INTEGER,
            bare INTEGER,
            title INTEGER NOT NULL,
            published INTEGER,
            content INTEGER NOT NULL,
            shown INTEGER NOT NULL,
            item BLOB NOT NULL,
            revision INTEGER NOT NULL,
            flags INTEGER NOT NULL
        );
        CREATE INDEX seen_key ON seen (feed, key);
        CREATE INDEX seen_title ON seen (feed, title);
        CREATE INDEX seen_url ON seen (url, feed) WHERE url IS NOT NULL;

        -- The other feeds that brought an article.
        CREATE TABLE also_in (item BLOB NOT NULL, feed INTEGER NOT NULL, PRIMARY KEY (item, feed)) WITHOUT ROWID;

        -- Articles on their way to the sinks, and those that `replay` may still ask for. `total` is the running sum of
        -- the bytes of all articles up to this one, so that any stretch of the outbox is measured by two rows.
        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            total INTEGER NOT NULL,
            event INTEGER NOT NULL,
            item BLOB NOT NULL,
            revision INTEGER NOT NULL,
            backfill INTEGER NOT NULL,
            feed TEXT NOT NULL,
            path TEXT NOT NULL,
            journal BLOB NOT NULL,
            json BLOB NOT NULL,
            markdown BLOB NOT NULL
        );

        -- The outbox's end, which outlives its rows: one row.
        CREATE TABLE head (
            id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, time INTEGER NOT NULL, total INTEGER NOT NULL
        );
        INSERT INTO head VALUES (1, 0, 0, 0);

        -- How far each sink that takes articles in their order has come.
        CREATE TABLE cursor (sink TEXT PRIMARY KEY, seq INTEGER NOT NULL, total INTEGER NOT NULL) WITHOUT ROWID;

        -- Messages that a webhook has not taken yet: state 0 waits until `due`, 1 is a dead letter.
        CREATE TABLE webhook_message (
            webhook TEXT NOT NULL,
            seq INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            error TEXT,
            PRIMARY KEY (webhook, seq)
        ) WITHOUT ROWID;
        CREATE INDEX webhook_due ON webhook_message (webhook, due, seq) WHERE state = 0;
        CREATE INDEX webhook_seq ON webhook_message (seq);

        -- Webhooks that answered 410, with what was configured then: an edit wakes them.
        CREATE TABLE webhook_stopped (webhook TEXT PRIMARY KEY, configured TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE article_day (day INTEGER PRIMARY KEY, new INTEGER NOT NULL, updated INTEGER NOT NULL);
        """

    private static let nearDuplicates = """
        -- Sketches of the last days' articles (SimHash), and each under its four quarters, so that those that differ in three
        -- bits are found by look-ups.
        CREATE TABLE near_article (
            id INTEGER PRIMARY KEY,
            item BLOB NOT NULL UNIQUE,
            hash INTEGER NOT NULL,
            published INTEGER NOT NULL,
            day INTEGER NOT NULL
        );
        CREATE INDEX near_day ON near_article (day);
        CREATE TABLE near_quarter (
            quarter INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (quarter, article)
        ) WITHOUT ROWID;
        """

    private static let memory = """
        -- When `seen` was last looked through whole for what to forget: one row.
        CREATE TABLE memory (id INTEGER PRIMARY KEY CHECK (id = 1), pruned INTEGER NOT NULL);
        INSERT INTO memory VALUES (1, 0);
        """
}

/// The tables, and how they came to be. A migration that was released is never edited: the next change is a new one, and within
/// a release it only adds, so that nodes can be updated one after the other.
///
/// Times, days and hashes are as in the other stores (`Instant`, `StableHash`).
enum Schema {
    /// Each with what it does.
    static let migrations: [[String]] = [version1, version2, version3, version4, version5, version6]

    private static let version1 = [
        """
        -- The end of the outbox, which outlives its rows, and the last numbers given to rows: one row. Who numbers anything
        -- holds its lock to the end of the transaction, so numbers rise in the order of the commits and have no gaps.
        CREATE TABLE head (
            id bigint PRIMARY KEY CHECK (id = 1), seq bigint NOT NULL, time bigint NOT NULL, total bigint NOT NULL,
            seen bigint NOT NULL, near bigint NOT NULL, pruned bigint NOT NULL
        ) WITH (fillfactor = 10)
        """,
        "INSERT INTO head VALUES (1, 0, 0, 0, 0, 0, 0)",
        """
        -- A feed of feeds.toml, or one that was there: what it showed stays known.
        CREATE TABLE feed (
            id bigint PRIMARY KEY, url text NOT NULL, name text NOT NULL, active boolean NOT NULL DEFAULT true,
            -- Who has this shard polls it.
            shard bigint NOT NULL DEFAULT 0,
            -- What a poll leaves (FeedState).
            title text, etag bytea, last_modified bytea, validators_url text, body_hash bytea,
            moved_to text, move_target text, move_since bigint, move_failures bigint NOT NULL DEFAULT 0,
            timing bytea, next_poll bigint, why text, retired_as bytea,
            archive_next text, archive_pages bigint NOT NULL DEFAULT 0,
            new_day bigint NOT NULL DEFAULT 0, new_on_day bigint NOT NULL DEFAULT 0, waiting bigint NOT NULL DEFAULT 0,
            gone_since bigint, failures bigint NOT NULL DEFAULT 0, last_status bigint, failure_kind text, last_error text,
            last_success bigint, last_poll bigint, since bigint,
            -- What its documents taught (FeedMemory).
            first_document bigint, last_document bigint, oldest_news bigint, spoiled_guid bigint, spoiled_url bigint,
            -- Bookkeeping for people: 10 polls (PollHistory), 30 days (DailyCounts).
            history bytea, daily bytea
        ) WITH (fillfactor = 60)
        """,
        """
        -- What a feed's last document had (LastDocument).
        CREATE TABLE document (feed bigint PRIMARY KEY, day bigint NOT NULL, entries bytea NOT NULL)
            WITH (fillfactor = 70)
        """,
        """
        -- Every entry that a feed ever showed, until the feed has not shown it for long (SeenRow).
        CREATE TABLE seen (
            id bigint PRIMARY KEY, feed bigint NOT NULL, key bigint NOT NULL, url bigint, bare bigint,
            title bigint NOT NULL, published bigint, text bigint, shown bigint NOT NULL, item bytea NOT NULL,
            revision bigint NOT NULL, flags bigint NOT NULL
        )
        """,
        "CREATE INDEX seen_key ON seen (feed, key, id)",
        "CREATE INDEX seen_title ON seen (feed, title, id)",
        "CREATE INDEX seen_url ON seen (feed, url, id) WHERE url IS NOT NULL",
        "CREATE INDEX seen_delivered ON seen (url, id) WHERE url IS NOT NULL AND flags & 1 = 1",
        """
        -- The other feeds that brought an article.
        CREATE TABLE also_in (item bytea NOT NULL, feed bigint NOT NULL, PRIMARY KEY (item, feed))
        """,
        """
        -- Articles on their way to the sinks, and those that `replay` may still ask for. `total` is the running sum of
        -- the bytes of all articles up to this one.
        CREATE TABLE outbox (
            seq bigint PRIMARY KEY, time bigint NOT NULL, total bigint NOT NULL, event bigint NOT NULL,
            item bytea NOT NULL, revision bigint NOT NULL, backfill boolean NOT NULL, feed text NOT NULL,
            path text NOT NULL, journal bytea NOT NULL, json bytea NOT NULL, markdown bytea NOT NULL
        )
        """,
        "CREATE INDEX outbox_feed ON outbox (hashtextextended(feed, 0), seq)",
        "CREATE INDEX outbox_item ON outbox (item, seq)",
        """
        -- How far each sink that takes articles in their order has come.
        CREATE TABLE cursor (sink text PRIMARY KEY, seq bigint NOT NULL, total bigint NOT NULL) WITH (fillfactor = 50)
        """,
        """
        -- Messages that a webhook has not taken yet: state 0 waits until `due`, 1 is a dead letter; those that go out in one
        -- body have the same `batch`.
        CREATE TABLE webhook_message (
            webhook text NOT NULL, seq bigint NOT NULL, state bigint NOT NULL DEFAULT 0,
            attempts bigint NOT NULL DEFAULT 0, due bigint NOT NULL, error text, batch bigint,
            asked_to_wait boolean NOT NULL DEFAULT false, PRIMARY KEY (webhook, seq)
        )
        """,
        "CREATE INDEX webhook_due ON webhook_message (webhook, due, seq) WHERE state = 0",
        "CREATE INDEX webhook_seq ON webhook_message (seq)",
        """
        -- Webhooks that answered 410, with what was configured then; and those whose last attempt failed.
        CREATE TABLE webhook_stopped (webhook text PRIMARY KEY, configured text NOT NULL)
        """,
        "CREATE TABLE webhook_failing (webhook text PRIMARY KEY)",
        "CREATE TABLE article_day (day bigint PRIMARY KEY, new bigint NOT NULL, updated bigint NOT NULL)",
        """
        -- Sketches of the last days' articles (SimHash), and each under its four quarters.
        CREATE TABLE near_article (
            id bigint PRIMARY KEY, item bytea NOT NULL UNIQUE, hash bigint NOT NULL, published bigint NOT NULL,
            day bigint NOT NULL
        )
        """,
        "CREATE INDEX near_day ON near_article (day)",
        """
        CREATE TABLE near_quarter (
            quarter bigint NOT NULL, article bigint NOT NULL, PRIMARY KEY (quarter, article)
        )
        """,
        """
        -- The processes that work on this database, each under a name that is its own while it lives.
        CREATE TABLE node (
            name text PRIMARY KEY, process bytea NOT NULL, version text NOT NULL, roles text NOT NULL,
            -- Of feeds.toml, less what is a node's own.
            config bytea NOT NULL, started bigint NOT NULL, seen timestamptz NOT NULL, until timestamptz NOT NULL,
            feeds bigint NOT NULL DEFAULT 0, polls double precision NOT NULL DEFAULT 0
        ) WITH (fillfactor = 20)
        """,
        """
        -- What is leased: 0 to 255 are feeds, the others webhooks. Who takes it over raises the token.
        CREATE TABLE shard (id bigint PRIMARY KEY, process bytea, token bigint NOT NULL DEFAULT 0)
            WITH (fillfactor = 30)
        """,
        "INSERT INTO shard (id) SELECT generate_series(0, 271)",
        """
        -- What all nodes agree on: one row. `feeds` counts changes of which feeds there are and where they belong.
        CREATE TABLE cluster (
            id bigint PRIMARY KEY CHECK (id = 1), config bytea, generation bigint NOT NULL, by text,
            feeds bigint NOT NULL, moved_to text
        ) WITH (fillfactor = 20)
        """,
        "INSERT INTO cluster VALUES (1, NULL, 0, NULL, 0, NULL)",
        """
        -- What hosts have asked for, so that it survives a take-over (HostLimit).
        CREATE TABLE host (name text PRIMARY KEY, manners bytea NOT NULL)
        """,
    ]

    private static let version2 = [
        """
        -- The last `seq` of its journal; whether it ended as it should; whether it takes shards now.
        ALTER TABLE node ADD COLUMN spooled bigint, ADD COLUMN has_left boolean NOT NULL DEFAULT false,
        ADD COLUMN taking boolean NOT NULL DEFAULT false
        """,
        """
        -- Feeds that somebody wants polled now, on whatever node.
        CREATE TABLE asked (feed bigint PRIMARY KEY)
        """,
        "CREATE INDEX feed_shard ON feed (shard)",
    ]

    private static let version3 = [
        """
        -- What a feed says of hubs (HubLinks).
        ALTER TABLE feed ADD COLUMN hubs text
        """,
        """
        -- Subscriptions at hubs (HubSubscription).
        CREATE TABLE hub_subscription (
            path text PRIMARY KEY, secret text NOT NULL, feed bigint NOT NULL, topic text NOT NULL, hub text NOT NULL,
            phase text NOT NULL, asked bigint, due bigint NOT NULL, until bigint, since bigint, failures bigint NOT NULL,
            trouble text
        ) WITH (fillfactor = 70)
        """,
    ]

    private static let version4 = [
        """
        -- The last `seq` of all when it said what its journal has.
        ALTER TABLE node ADD COLUMN head bigint NOT NULL DEFAULT 0
        """
    ]

    private static let version5 = [
        """
        -- Documents of feeds that came to another node than the one that polls the feed, and what came of them.
        CREATE TABLE brought (
            id bigint PRIMARY KEY, feed bigint NOT NULL, at timestamptz NOT NULL DEFAULT now(), bytes bytea,
            content_type text, address text, answer bytea
        )
        """
    ]

    private static let version6 = [
        """
        -- A hub sent it, and is to send others until then.
        ALTER TABLE brought ADD COLUMN pushed_until bigint
        """,
        """
        -- Whether hubs reach it.
        ALTER TABLE node ADD COLUMN takes_pushes boolean NOT NULL DEFAULT false
        """,
        "CREATE INDEX feed_hubs ON feed (id) WHERE hubs <> ''",
    ]
}

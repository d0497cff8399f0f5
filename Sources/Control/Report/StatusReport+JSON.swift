import Foundation
import Model

extension StatusReport {
    /// One object and a line's end. The members of a feed that design promises are always there, null where nothing is
    /// known; the others only where they say something.
    public var json: [UInt8] {
        var json = JSONWriter(capacity: 400 * feeds.count + 1_024)
        json.beginObject()
        json.member("time", Timestamp.string(time))
        if let daemon { write(daemon, to: &json) }
        write(totals, to: &json)
        json.array("feeds", feeds) { write($1, to: &$0) }
        json.array("webhooks", webhooks) { write($1, to: &$0) }
        json.endObject()
        json.endLine()
        return json.bytes
    }

    private func write(_ daemon: DaemonPart, to json: inout JSONWriter) {
        json.key("daemon")
        json.beginObject()
        json.member("version", daemon.version)
        json.member("pid", daemon.pid)
        json.member("started", Timestamp.string(daemon.started))
        json.member("config", daemon.config)
        json.member("loaded", Timestamp.string(daemon.loaded))
        json.array("faults", daemon.faults) { $0.value($1) }
        json.member("polling", daemon.polling)
        json.endObject()
    }

    private func write(_ totals: Totals, to json: inout JSONWriter) {
        json.key("totals")
        json.beginObject()
        json.member("feeds", totals.feeds)
        json.member("enabled", totals.enabled)
        json.member("due", totals.due)
        json.member("failing", totals.failing)
        json.member("gone", totals.gone)
        json.member("articles_today", totals.articlesToday)
        json.member("updates_today", totals.updatesToday)
        json.member("last_seq", totals.lastSeq)
        json.member("outbox_articles", totals.outboxArticles)
        json.member("outbox_bytes", totals.outboxBytes)
        json.member("stored_bytes", totals.storedBytes)
        json.member("is_paused", totals.isPaused)
        json.member("outbox_trouble", totals.outboxTrouble)
        json.member("spool_bytes", totals.spoolBytes)
        json.member("spool_articles", totals.spoolArticles)
        json.endObject()
    }

    private func write(_ feed: FeedPart, to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", feed.name)
        json.member("url", feed.url)
        json.member("title", feed.title)
        json.member("tags", feed.tags ?? [])
        json.member("state", feed.state)
        json.member("since", feed.since.map(Timestamp.string))
        json.nullable("last_success", feed.lastSuccess.map(Timestamp.string)) { $0.value($1) }
        json.member("last_poll", feed.lastPoll.map(Timestamp.string))
        json.nullable("next_poll", feed.nextPoll.map(Timestamp.string)) { $0.value($1) }
        json.nullable("why", feed.why) { $0.value($1) }
        json.nullable("last_status", feed.lastStatus) { $0.value($1) }
        json.member("failures", feed.failures)
        json.nullable("moved_to", feed.movedTo) { $0.value($1) }
        json.member("items_per_day", feed.itemsPerDay)
        json.nullable("error", feed.error) { $0.value($1) }
        json.member("also_in", feed.alsoIn)
        if let detail = feed.detail { write(detail, to: &json) }
        json.endObject()
    }

    private func write(_ detail: Detail, to json: inout JSONWriter) {
        json.key("detail")
        json.beginObject()
        json.member("interval", detail.interval)
        json.member("etag", detail.etag)
        json.member("last_modified", detail.lastModified)
        json.member("move_target", detail.moveTarget)
        json.member("move_since", detail.moveSince.map(Timestamp.string))
        json.array("webhooks", detail.webhooks) { $0.value($1) }
        json.array("polls", detail.polls) { json, poll in
            json.beginObject()
            json.member("time", Timestamp.string(poll.time))
            json.nullable("status", poll.status) { $0.value($1) }
            json.member("ms", poll.ms)
            json.member("articles", poll.articles)
            json.nullable("error", poll.error) { $0.value($1) }
            json.endObject()
        }
        json.array("articles", detail.articles) { write($1, to: &$0) }
        json.endObject()
    }

    private func write(_ article: ArticlePart, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", article.id)
        json.member("seq", article.seq)
        json.member("time", Timestamp.string(article.time))
        json.member("title", article.title)
        json.member("url", article.url)
        json.array("also_in", article.alsoIn) { $0.value($1) }
        json.endObject()
    }

    private func write(_ webhook: WebhookPart, to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", webhook.name)
        json.member("state", webhook.state)
        json.member("waiting", webhook.waiting)
        json.member("dead_letters", webhook.deadLetters)
        json.nullable("next_attempt", webhook.nextAttempt.map(Timestamp.string)) { $0.value($1) }
        json.nullable("error", webhook.error) { $0.value($1) }
        json.endObject()
    }
}

extension JSONWriter {
    /// A member that is always there.
    fileprivate mutating func nullable<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        if let value { write(&self, value) } else { raw("null".utf8) }
    }
}

import Foundation
import Model
import Store

/// The feeds' states as programs read them, worst first.
enum StatusJSON {
    static func document(_ statuses: [FeedStatus]) -> [UInt8] {
        var json = JSONWriter(capacity: 256 * statuses.count + 64)
        json.beginObject()
        json.key("feeds")
        json.beginArray()
        for status in statuses.sorted(by: isWorse) { write(status, to: &json) }
        json.endArray()
        json.endObject()
        json.endLine()
        return json.bytes
    }

    private static func isWorse(_ one: FeedStatus, than other: FeedStatus) -> Bool {
        let (a, b) = (one.record.state, other.record.state)
        return a.failures == b.failures ? one.record.name < other.record.name : a.failures > b.failures
    }

    private static func write(_ status: FeedStatus, to json: inout JSONWriter) {
        let state = status.record.state
        json.beginObject()
        json.member("name", status.record.name)
        json.member("url", status.record.url)
        json.member("state", word(state))
        json.member("last_success", state.lastSuccess.map(Timestamp.string))
        json.member("next_poll", state.nextPoll.map(Timestamp.string))
        json.member("why", state.why)
        json.member("last_status", state.lastStatus)
        json.member("failures", state.failures)
        json.member("moved_to", state.movedTo)
        json.member("items_per_day", (status.itemsPerDay * 100).rounded() / 100)
        json.member("error", state.lastError)
        json.endObject()
    }

    private static func word(_ state: FeedState) -> String {
        if state.why == "gone" { return "gone" }
        if state.failures > 0 { return "failing" }
        return state.lastSuccess == nil ? "new" : "ok"
    }
}

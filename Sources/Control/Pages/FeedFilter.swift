import FlyingFox
import Model

/// Which feeds `/feeds` lists: `?state=failing`, `?tag=news`, or both.
struct FeedFilter {
    /// Nil: all. A word that is not a state matches none.
    let state: String?
    let tag: String?

    init(_ request: HTTPRequest) {
        func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        (state, tag) = (value("state"), value("tag"))
    }

    private init(state: String?, tag: String?) { (self.state, self.tag) = (state, tag) }

    func takes(_ feed: StatusReport.FeedPart) -> Bool {
        (state == nil || feed.state.rawValue == state) && (tag == nil || feed.tags?.contains(tag ?? "") == true)
    }

    /// For a heading: ", failing, tagged 'news'".
    var words: String { (state.map { ", \($0)" } ?? "") + (tag.map { ", tagged '\($0)'" } ?? "") }

    /// A line of states and one of tags, each with its count among the feeds that the other lets through.
    func links(for feeds: [StatusReport.FeedPart]) -> String {
        let states = FeedCondition.allCases.map(\.rawValue)
        var tags: [String: Int] = [:]
        for feed in feeds { for tag in feed.tags ?? [] { tags[tag, default: 0] += 1 } }
        let names = tags.keys.sorted { NaturalOrder.precedes($0, $1) }
        return line("State", states, chosen: state, feeds) { FeedFilter(state: $0, tag: tag) }
            + line("Tag", names, chosen: tag, feeds) { FeedFilter(state: state, tag: $0) }
    }

    private func line(
        _ name: String, _ values: [String], chosen: String?, _ feeds: [StatusReport.FeedPart],
        _ filter: (String?) -> FeedFilter
    ) -> String {
        let counted = values.map { ($0, feeds.count(where: filter($0).takes)) }.filter { $0.1 > 0 || $0.0 == chosen }
        guard !counted.isEmpty else { return "" }
        func link(_ value: String?, _ words: String) -> String {
            let current = value == chosen ? " aria-current=\"true\"" : ""
            return "<a href=\"./feeds\(filter(value).query)\"\(current)>\(words)</a> "
        }
        var line = "<p class=\"filters\">\(name): \(link(nil, "all"))"
        for (value, count) in counted { line += link(value, "\(StatusPage.isolated(value)) (\(count))") }
        return line + "</p>\n"
    }

    private var query: String {
        let parts = [("state", state), ("tag", tag)].compactMap { name, value in
            value.map { "\(name)=\(PathSegment.encoded($0))" }
        }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&amp;")
    }
}

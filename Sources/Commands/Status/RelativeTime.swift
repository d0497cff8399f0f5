import Foundation
import Model

/// Spans as people read them: `40s`, `12m`, `3h`, `5d`.
struct RelativeTime {
    let now: Date

    func ago(_ date: Date?) -> String { date.map { Self.span(now.timeIntervalSince($0)) } ?? "never" }

    /// `in 12m`, or `now`.
    func until(_ date: Date) -> String {
        let seconds = date.timeIntervalSince(now)
        return seconds <= 0 ? "now" : "in " + Self.span(seconds)
    }

    /// `2026-11-23T13:45:01Z (3h ago)`.
    func both(_ date: Date) -> String {
        let words = date > now ? until(date) : "\(ago(date)) ago"
        return "\(Timestamp.string(date)) (\(words))"
    }

    private static func span(_ seconds: Double) -> String {
        switch Int(max(0, seconds)) {
        case let s where s < 100: "\(s)s"
        case let s where s < 100 * 60: "\(s / 60)m"
        case let s where s < 48 * 3_600: "\(s / 3_600)h"
        case let s: "\(s / 86_400)d"
        }
    }
}

import Bytes

/// How long a server asks to be left alone (RFC 9110 section 10.2.3).
public enum RetryAfter {
    /// Whole seconds from `now`, 0 or more; nil where `Retry-After` is absent or says nothing sensible: then the
    /// ordinary back-off holds.
    /// - Parameter now: seconds since 1970; a date counts from the answer's own `Date` where it has one, for clocks differ.
    public static func seconds(of headers: HeaderFields, now: Int) -> Int? {
        guard let field = headers["retry-after"] else { return limitReset(of: headers, now: now) }
        if let seconds = field.decimal { return seconds }
        if field.allSatisfy(\.isASCIIDigit) { return .max }
        guard let date = HTTPDate.seconds(field) else { return nil }
        return max(0, date - (headers["date"].flatMap { HTTPDate.seconds($0) } ?? now))
    }

    /// When the quota of a host that counts requests begins anew: seconds, or a time where the number is large. Only where
    /// nothing is left of it.
    private static func limitReset(of headers: HeaderFields, now: Int) -> Int? {
        let quotas: [(reset: StaticString, left: StaticString)] = [
            ("x-ratelimit-reset", "x-ratelimit-remaining"), ("x-rate-limit-reset", "x-rate-limit-remaining"),
            ("ratelimit-reset", "ratelimit-remaining"),
        ]
        for quota in quotas {
            guard let reset = headers[quota.reset]?.prefix(while: \.isASCIIDigit).decimal else { continue }
            if let left = headers[quota.left]?.prefix(while: \.isASCIIDigit).decimal, left > 0 { continue }
            return reset < 1_000_000_000 ? reset : max(0, reset - now)
        }
        return nil
    }
}

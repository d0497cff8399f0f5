import Bytes

/// How long a server asks to be left alone (RFC 9110 section 10.2.3).
public enum RetryAfter {
    /// Whole seconds from `now`, 0 or more; nil where `Retry-After` is absent or says nothing sensible: then the
    /// ordinary back-off holds.
    /// - Parameter now: seconds since 1970; a date counts from the answer's own `Date` where it has one, for clocks differ.
    public static func seconds(of headers: HeaderFields, now: Int) -> Int? {
        guard let field = headers["retry-after"] else { return nil }
        if let seconds = field.decimal { return seconds }
        if field.allSatisfy(\.isASCIIDigit) { return .max }
        guard let date = HTTPDate.seconds(field) else { return nil }
        return max(0, date - (headers["date"].flatMap { HTTPDate.seconds($0) } ?? now))
    }
}

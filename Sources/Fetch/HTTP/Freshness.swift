import Bytes

/// How long an answer stays fresh (RFC 9111 section 4.2), by the origin's clock alone where it gives one.
public enum Freshness {
    /// Whole seconds from `now`, 0 or more; nil where the answer says nothing of use: neither `max-age` nor `Expires`, or
    /// `no-cache` and `no-store`, which ask for no particular pace.
    /// - Parameter now: seconds since 1970; only used where an answer with `Expires` has no `Date`.
    public static func seconds(of headers: HeaderFields, now: Int) -> Int? {
        var lifetime: Int?
        for directive in headers.values("cache-control").flatMap({ $0.split(separator: UInt8(ascii: ",")) }) {
            let parts = directive.split(separator: UInt8(ascii: "="), maxSplits: 1).map { $0.trimmed() }
            guard let name = parts.first else { continue }
            if name.equalsIgnoringCase("no-cache") || name.equalsIgnoringCase("no-store") { return nil }
            // The first one counts where there are several, as RFC 9111 section 4.2.1 allows.
            if name.equalsIgnoringCase("max-age"), lifetime == nil { lifetime = parts.count == 2 ? delta(parts[1]) : 0 }
        }
        if lifetime == nil, let expires = headers["expires"] {
            // A date that cannot be read has passed (RFC 9111 section 5.3); `0` and `-1` are common.
            guard let end = HTTPDate.seconds(expires) else { return 0 }
            lifetime = end - (headers["date"].flatMap { HTTPDate.seconds($0) } ?? now)
        }
        guard let lifetime else { return nil }
        return max(0, lifetime - (headers["age"].map(delta) ?? 0))
    }

    /// Delta-seconds (RFC 9111 section 1.2.2), quoted or not: 2^31 where they are too many, 0 for anything else.
    private static func delta(_ field: ArraySlice<UInt8>) -> Int {
        let digits = field.filter { $0 != UInt8(ascii: "\"") }
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return 0 }
        return min(digits.decimal ?? .max, 1 << 31)
    }
}

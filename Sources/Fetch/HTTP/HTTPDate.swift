import Bytes

/// Dates in header fields (RFC 9110 section 5.6.7).
package enum HTTPDate {
    /// Seconds since 1970, UTC; nil for what is not a date. Reads IMF-fixdate, RFC 850 and asctime dates, and forgives
    /// a missing or wrong day of the week, one-digit numbers and `UTC`. Years of two digits are 1970 to 2069.
    package static func seconds(_ field: ArraySlice<UInt8>) -> Int? {
        var day: Int?, month: Int?, year: Int?, time: Int?
        for token in field.split(whereSeparator: { $0.isBlank || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }) {
            if token.contains(UInt8(ascii: ":")) {
                guard time == nil, let seconds = secondOfDay(token) else { return nil }
                time = seconds
            } else if let number = token.decimal {
                if day == nil {
                    day = number
                } else if year == nil {
                    year = token.count == 2 ? number + (number < 70 ? 2000 : 1900) : number
                } else {
                    return nil
                }
            } else if month == nil, let index = months.firstIndex(where: { token.prefix(3).equalsIgnoringCase($0) }) {
                month = index + 1
            } else if day != nil, !["gmt", "utc", "z"].contains(where: { token.equalsIgnoringCase($0) }), time != nil {
                return nil  // another zone
            }
        }
        guard let day, let month, let year, let time, (1...31).contains(day), (1583...9999).contains(year) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day).daysSince1970 * 86400 + time
    }

    private static let months: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `hh:mm:ss` or `hh:mm`; a leap second counts as the next second.
    private static func secondOfDay(_ token: ArraySlice<UInt8>) -> Int? {
        let parts = token.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { $0.decimal }
        guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1],
            let second = parts.count == 3 ? parts[2] : 0, hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}

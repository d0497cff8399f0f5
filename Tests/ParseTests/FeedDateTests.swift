import Foundation
import Model
import Testing

@testable import Parse

/// A date as feeds write it, and the moment it means.
struct DateCase: CustomTestStringConvertible {
    let text: String, moment: String
    init(_ text: String, _ moment: String) { (self.text, self.moment) = (text, moment) }
    var testDescription: String { text }
}

@Suite struct FeedDateTests {
    @Test(arguments: [
        // RFC 822 and 2822
        DateCase("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
        DateCase("Thu, 1 Jan 2004 19:48 EST", "2004-01-02T00:48:00Z"),
        DateCase("01 Jan 04 19:48:21 +0100", "2004-01-01T18:48:21Z"),
        DateCase("Thu, 01 Jan 104 19:48:21 GMT", "2004-01-01T19:48:21Z"),
        DateCase("Wed, 19 Aug 98 00:00:00 GMT", "1998-08-19T00:00:00Z"),
        DateCase("Thu, 01 Jan 2004 00:00:00 PDT", "2004-01-01T07:00:00Z"),
        DateCase("Thu, 01 Jan 2004 24:00:00 GMT", "2004-01-02T00:00:00Z"),
        DateCase("Thu,01 Jan 2004 19:48:21 GMT+02:00", "2004-01-01T17:48:21Z"),
        DateCase("Thursday, January 1, 2004 7:48:21 PM", "2004-01-01T19:48:21Z"),
        DateCase("Sat, Oct 28 2023 08:28:28 PM", "2023-10-28T20:28:28Z"),
        DateCase("Sun Nov 6 08:49:37 1994", "1994-11-06T08:49:37Z"),
        DateCase("Sun, 06 Nov 1994 08:49:37 (UTC)", "1994-11-06T08:49:37Z"),
        DateCase("26 Aug 2024 10:00:00 Z", "2024-08-26T10:00:00Z"),
        // ISO 8601, RFC 3339, W3CDTF
        DateCase("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
        DateCase("2003-12-31T10:14:55.123456789-08:00", "2003-12-31T18:14:55Z"),
        DateCase("2003-12-31 10:14:55 +0530", "2003-12-31T04:44:55Z"),
        DateCase("2003-12-31T10:14", "2003-12-31T10:14:00Z"),
        DateCase("2003-12-31", "2003-12-31T00:00:00Z"),
        DateCase("2003-12", "2003-12-01T00:00:00Z"),
        DateCase("2003", "2003-01-01T00:00:00Z"),
        DateCase("20031231", "2003-12-31T00:00:00Z"),
        DateCase("20031231T101455Z", "2003-12-31T10:14:55Z"),
        DateCase("2003-365", "2003-12-31T00:00:00Z"),
        DateCase("2003335", "2003-12-01T00:00:00Z"),
        DateCase("2004-W53-6", "2005-01-01T00:00:00Z"),
        DateCase("2009-W01-1", "2008-12-29T00:00:00Z"),
        DateCase("2009-W53-7", "2010-01-03T00:00:00Z"),
        DateCase("2003-31-12", "2003-12-31T00:00:00Z"),
        // Of people and their programs
        DateCase("10/28/2023 08:28:28 PM", "2023-10-28T20:28:28Z"),
        DateCase("28.10.2023 08:28", "2023-10-28T08:28:00Z"),
        DateCase("28/10/2023", "2023-10-28T00:00:00Z"),
        DateCase("2023/10/28 08:28", "2023-10-28T08:28:00Z"),
        DateCase("1698481708", "2023-10-28T08:28:28Z"),
        DateCase("October 28, 2023", "2023-10-28T00:00:00Z"),
        DateCase("12:30 a.m., October 28, 2023", "2023-10-28T00:30:00Z"),
        DateCase("October 28, 2023 5pm", "2023-10-28T17:00:00Z"),
        DateCase("10/28/2023 12 AM", "2023-10-28T00:00:00Z"),
        // Languages
        DateCase("2004-05-25 오후 11:23:17", "2004-05-25T23:23:17Z"),
        DateCase("2004년 05월 28일 01:31:15", "2004-05-28T01:31:15Z"),
        DateCase("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
        DateCase("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
        DateCase("Mi, 13. März 2024 10:00:00 +0100", "2024-03-13T09:00:00Z"),
        DateCase("mar., 23 avr. 2024 10:00:00 +0200", "2024-04-23T08:00:00Z"),
        DateCase("23 de abril de 2024", "2024-04-23T00:00:00Z"),
        DateCase("Вт, 23 апр 2024 10:00:00 +0300", "2024-04-23T07:00:00Z"),
        DateCase("2024年4月23日", "2024-04-23T00:00:00Z"),
    ])
    func meansItsMoment(_ test: DateCase) {
        guard case .date(let date) = FeedDate.parse(test.text, now: nil) else {
            Issue.record("not read: \(FeedDate.parse(test.text, now: nil))")
            return
        }
        #expect(Timestamp.string(date) == test.moment)
    }

    @Test(arguments: ["", "  ", "\n"])
    func blankIsNoDate(_ text: String) { #expect(FeedDate.parse(text, now: nil) == .empty) }

    @Test(arguments: [
        "yesterday", "Thu, 99 Jan 2004", "2003-13-31T00:00:00Z", "25:00", "--", "99999999999999999999999",
        "12:61 1 Jan 2004",
        String(repeating: "1 Jan 2004 ", count: 50),
    ])
    func nonsenseIsUnreadable(_ text: String) { #expect(FeedDate.parse(text, now: nil) == .unreadable) }

    @Test func yearOneAndTheFarFutureAreAbsurd() {
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(FeedDate.parse("Mon, 01 Jan 0001 00:00:00 +0000", now: now) == .absurd)
        #expect(FeedDate.parse("2099-01-01", now: now) == .absurd)
        #expect(FeedDate.parse("2099-01-01", now: nil) != .absurd)
        #expect(FeedDate.parse("2023-12-24", now: now) != .absurd)
    }
}

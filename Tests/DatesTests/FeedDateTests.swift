import Foundation
import Model
import Testing

@testable import Dates

/// A date as feeds write it, and the moment it means.
struct DateCase: CustomTestStringConvertible {
    let text: String, moment: String
    init(_ text: String, _ moment: String) { (self.text, self.moment) = (text, moment) }
    var testDescription: String { text }
}

@Suite struct FeedDateTests {
    /// Habits of languages and programs, one a line.
    static let habits = [
        DateCase("15 มกราคม 2567", "2024-01-15T00:00:00Z"),
        DateCase("15 ม.ค. 2567 10:30 น.", "2024-01-15T10:30:00Z"),
        DateCase("พุธ, 15 พฤษภาคม 2024 10:30:00 +0700", "2024-05-15T03:30:00Z"),
        DateCase("15 במאי 2024", "2024-05-15T00:00:00Z"),
        DateCase("יום רביעי, 15 מאי 2024 10:30", "2024-05-15T10:30:00Z"),
        DateCase("15 मई 2024", "2024-05-15T00:00:00Z"),
        DateCase("बुध, १५ मई २०२४ १०:३० +0530", "2024-05-15T05:00:00Z"),
        DateCase("二〇二四年五月十五日", "2024-05-15T00:00:00Z"),
        DateCase("2024年五月十五日 10:30", "2024-05-15T10:30:00Z"),
        DateCase("十一月 14, 2023", "2023-11-14T00:00:00Z"),
        DateCase("周二, 14 十一月 2023 22:13:20 +0000", "2023-11-14T22:13:20Z"),
        DateCase("令和6年5月15日", "2024-05-15T00:00:00Z"),
        DateCase("2024年5月15日(水) 午後3時30分", "2024-05-15T15:30:00Z"),
        DateCase("2024 年 5 月 15 日 下午 3:30", "2024-05-15T15:30:00Z"),
        DateCase("2024年5月15日 星期三 15时30分20秒", "2024-05-15T15:30:20Z"),
        DateCase("2024년 5월 15일 수요일 오후 3:30", "2024-05-15T15:30:00Z"),
        DateCase("2024년 5월 15일 (수) 오전 12:05", "2024-05-15T00:05:00Z"),
        DateCase("15 mai 2024 à 22h13", "2024-05-15T22:13:00Z"),
        DateCase("15 mai 2024 22 h 13", "2024-05-15T22:13:00Z"),
        DateCase("15 mai 2024 - 22h", "2024-05-15T22:00:00Z"),
        DateCase("onsdag 15. mai 2024 kl. 10.30", "2024-05-15T10:30:00Z"),
        DateCase("15. maj 2024 kl. 10:30", "2024-05-15T10:30:00Z"),
        DateCase("15. toukokuuta 2024 klo 10.30", "2024-05-15T10:30:00Z"),
        DateCase("15. Mai 2024 um 10.30 Uhr", "2024-05-15T10:30:00Z"),
        DateCase("15. Mai 2024, 10 Uhr", "2024-05-15T10:00:00Z"),
        DateCase("Mittwoch, 15. Mai 2024 - 10:30 Uhr", "2024-05-15T10:30:00Z"),
        DateCase("25-05-2024 10.30 uur", "2024-05-25T10:30:00Z"),
        DateCase("15 maggio 2024 ore 10.30", "2024-05-15T10:30:00Z"),
        DateCase("15 de maio de 2024 às 10h30", "2024-05-15T10:30:00Z"),
        DateCase("15 de mayo de 2024 a las 10:30 p. m.", "2024-05-15T22:30:00Z"),
        DateCase("15.05.2024 10.30", "2024-05-15T10:30:00Z"),
        DateCase("15.05.2024 10:30 godz.", "2024-05-15T10:30:00Z"),
        DateCase("15 listopada 2023", "2023-11-15T00:00:00Z"),
        DateCase("15. listopada 2023.", "2023-10-15T00:00:00Z"),
        DateCase("15. listopadu 2023", "2023-11-15T00:00:00Z"),
        DateCase("15. srpna 2023", "2023-08-15T00:00:00Z"),
        DateCase("15. srpnja 2023.", "2023-07-15T00:00:00Z"),
        DateCase("Wed May 15 2024 10:30:00 GMT+0200 (Central European Summer Time)", "2024-05-15T08:30:00Z"),
        DateCase("2024-05-15 18:30:00.123456789 +0800 CST m=+0.012", "2024-05-15T10:30:00Z"),
        DateCase("2024-07-05T12:00:00+02:00[Europe/Berlin]", "2024-07-05T10:00:00Z"),
        DateCase("2024-01-05 12:00:00 Europe/Berlin", "2024-01-05T11:00:00Z"),
        DateCase("2024-07-05 12:00 America/New_York", "2024-07-05T16:00:00Z"),
        DateCase("2044-07-05 12:00 America/New_York", "2044-07-05T16:00:00Z"),
        DateCase("5 Jul 2024 12:00 America/Argentina/Buenos_Aires", "2024-07-05T15:00:00Z"),
        DateCase("2024-07-05 12:00 Asia/Kolkata", "2024-07-05T06:30:00Z"),
        DateCase("May 15, 2024 10:30 AM ET", "2024-05-15T14:30:00Z"),
        DateCase("Jan 15, 2024 10:30 AM ET", "2024-01-15T15:30:00Z"),
        DateCase("May 15, 2024 10:30 AM Eastern", "2024-05-15T14:30:00Z"),
        DateCase("May 15, 2024 10:30 AM Pacific Daylight Time", "2024-05-15T17:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00 EST-0500", "2024-05-15T15:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00  EST", "2024-05-15T15:30:00Z"),
        DateCase("15 May 2024 10:30:00 EDT", "2024-05-15T14:30:00Z"),
        DateCase("15 May 2024 10:30:00 CST", "2024-05-15T16:30:00Z"),
        DateCase("15 May 2024 10:30:00 CDT", "2024-05-15T15:30:00Z"),
        DateCase("15 May 2024 10:30:00 MST", "2024-05-15T17:30:00Z"),
        DateCase("15 May 2024 10:30:00 MDT", "2024-05-15T16:30:00Z"),
        DateCase("15 May 2024 10:30:00 PST", "2024-05-15T18:30:00Z"),
        DateCase("15 May 2024 10:30:00 PDT", "2024-05-15T17:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00 EDT (-0400)", "2024-05-15T14:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00 (PDT)", "2024-05-15T17:30:00Z"),
        DateCase("1709632800123", "2024-03-05T10:00:00Z"),
        DateCase("1709632800.25", "2024-03-05T10:00:00Z"),
        DateCase("1709632800000000", "2024-03-05T10:00:00Z"),
        DateCase("1709632800000000000", "2024-03-05T10:00:00Z"),
        DateCase("/Date(1709632800000)/", "2024-03-05T10:00:00Z"),
        DateCase("/Date(1709632800000+0100)/", "2024-03-05T10:00:00Z"),
        DateCase("@1709632800", "2024-03-05T10:00:00Z"),
        DateCase("946684800", "2000-01-01T00:00:00Z"),
        DateCase("05/05/2024", "2024-05-05T00:00:00Z"),
        DateCase("04.05.2024", "2024-05-04T00:00:00Z"),
        DateCase("5pm, October 28 2023", "2023-10-28T17:00:00Z"),
        DateCase("12 AM Oct 28 2023", "2023-10-28T00:00:00Z"),
        DateCase("2023-10-08 PM 5:00", "2023-10-08T17:00:00Z"),
        DateCase("Mercredi 15 mai 2024", "2024-05-15T00:00:00Z"),
        DateCase("martedì 14 novembre 2023", "2023-11-14T00:00:00Z"),
        DateCase("marți, 14 noiembrie 2023", "2023-11-14T00:00:00Z"),
        DateCase("marţi 14 noiembrie 2023", "2023-11-14T00:00:00Z"),
        DateCase("Tirsdag 14 november 2023", "2023-11-14T00:00:00Z"),
        DateCase("mar 14 nov 2023", "2023-11-14T00:00:00Z"),
        DateCase("mar. 5 mars 2024", "2024-03-05T00:00:00Z"),
        DateCase("mar 5 2024", "2024-03-05T00:00:00Z"),
        DateCase("1er mai 2024", "2024-05-01T00:00:00Z"),
        DateCase("May 1st, 2024", "2024-05-01T00:00:00Z"),
        DateCase("May 2nd 2024 at 10:30pm", "2024-05-02T22:30:00Z"),
        DateCase("Thứ Tư, 15 tháng 5, 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 Th5 2024", "2024-05-15T00:00:00Z"),
        DateCase("Ngày 15 tháng 5 năm 2024", "2024-05-15T00:00:00Z"),
        DateCase("١٥ مايو ٢٠٢٤", "2024-05-15T00:00:00Z"),
        DateCase("الأربعاء، ١٥ مايو ٢٠٢٤ ١٠:٣٠", "2024-05-15T10:30:00Z"),
        DateCase("15 كانون الثاني 2024", "2024-01-15T00:00:00Z"),
        DateCase("15 تشرين الأول 2024", "2024-10-15T00:00:00Z"),
        DateCase("15 أيار 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 mei 2024 10:30", "2024-05-15T10:30:00Z"),
        DateCase("2024 m. gegužės 15 d.", "2024-05-15T00:00:00Z"),
        DateCase("2024. gada 15. maijā", "2024-05-15T00:00:00Z"),
        DateCase("2024. május 15.", "2024-05-15T00:00:00Z"),
        DateCase("2024. május 15. 10:30", "2024-05-15T10:30:00Z"),
        DateCase("15. kvě 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 svibnja 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 Μαΐου 2024 10:30 μ.μ.", "2024-05-15T22:30:00Z"),
        DateCase("15 мая 2024 г., 10:30", "2024-05-15T10:30:00Z"),
        DateCase("15 травня 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 мамыр 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 მაისი 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 Mayıs 2024 Çarşamba 10:30", "2024-05-15T10:30:00Z"),
        DateCase("Çar, 15 May 2024 10:30:00 +0300", "2024-05-15T07:30:00Z"),
        DateCase("15 Ekim 2024 saat 10.30", "2024-10-15T10:30:00Z"),
        DateCase("2024-05-15 10:30:00 PM", "2024-05-15T22:30:00Z"),
        DateCase("202405151030", "2024-05-15T10:30:00Z"),
        DateCase("20240515 10:30", "2024-05-15T10:30:00Z"),
        DateCase("Wed 15 May 10:30:00 CEST 2024", "2024-05-15T08:30:00Z"),
        DateCase("15-May-2024 10:30", "2024-05-15T10:30:00Z"),
        DateCase("15/May/2024:10:30:00 +0200", "2024-05-15T08:30:00Z"),
        DateCase("15-May-24", "2024-05-15T00:00:00Z"),
        DateCase("99-05-15", "1999-05-15T00:00:00Z"),
        DateCase("15-05-99", "1999-05-15T00:00:00Z"),
        DateCase("05-15-99 10:30", "1999-05-15T10:30:00Z"),
        DateCase("11-11-11", "2011-11-11T00:00:00Z"),
        DateCase("2024-02-29", "2024-02-29T00:00:00Z"),
        DateCase("29 Feb 2000", "2000-02-29T00:00:00Z"),
        DateCase("2024-366", "2024-12-31T00:00:00Z"),
        DateCase("30 Jun 2015 23:59:60 GMT", "2015-07-01T00:00:00Z"),
        DateCase("2024-05-15T24:00:00Z", "2024-05-16T00:00:00Z"),
        DateCase("15 May 2024 00:30 AM", "2024-05-15T00:30:00Z"),
        DateCase("15 May 2024 13:30 PM", "2024-05-15T13:30:00Z"),
        DateCase("2024-05-15T10:00:00+14:00", "2024-05-14T20:00:00Z"),
        DateCase("mart 14 november 2023", "2023-11-14T00:00:00Z"),
        DateCase("14 mart 2023", "2023-03-14T00:00:00Z"),
        DateCase("mar, 14 mar 2023", "2023-03-14T00:00:00Z"),
        DateCase("14 nov 2023, mar", "2023-11-14T00:00:00Z"),
        DateCase("10:30 15 May 2024", "2024-05-15T10:30:00Z"),
        DateCase("10:30 25-05-2024", "2024-05-25T10:30:00Z"),
        DateCase("22:13, 14 November 2023", "2023-11-14T22:13:00Z"),
        DateCase("10.30 pm 14 November 2023", "2023-11-14T22:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00 +0000 UTC", "2024-05-15T10:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00 −0500", "2024-05-15T15:30:00Z"),
        DateCase("Wed, 15 May 2024 10:30:00", "2024-05-15T10:30:00Z"),
        DateCase("2024-05-15T10:30:00 Z", "2024-05-15T10:30:00Z"),
        DateCase("2024-05-15T10:30:00 GMT", "2024-05-15T10:30:00Z"),
        DateCase("2024-05-15T10:30:00+0200 CEST", "2024-05-15T08:30:00Z"),
        DateCase("2024-05-15 10:30:00 +02:00 (CEST)", "2024-05-15T08:30:00Z"),
        DateCase("2024-05-15T10:30:00.000+00:00Z", "2024-05-15T10:30:00Z"),
        DateCase("２０２４年５月１５日　１０：３０", "2024-05-15T10:30:00Z"),
        DateCase("2024．05．15", "2024-05-15T00:00:00Z"),
        DateCase("2024. 5. 15.", "2024-05-15T00:00:00Z"),
        DateCase("10:30 AM - May 15, 2024", "2024-05-15T10:30:00Z"),
        DateCase("Published 15 May 2024", "2024-05-15T00:00:00Z"),
        DateCase("15 mai 2024 10:30:00 CEST +0200", "2024-05-15T08:30:00Z"),
        DateCase("Mié, 15 May 2024 10:30:00 -0300", "2024-05-15T13:30:00Z"),
        DateCase("mié, 15 mayo 2024 10:30:00 -0300", "2024-05-15T13:30:00Z"),
        DateCase("dim., 5 mai 2024 10:30:00 +0200", "2024-05-05T08:30:00Z"),
        DateCase("seg, 13 mai 2024 10:30:00 -0300", "2024-05-13T13:30:00Z"),
        DateCase("sex., 10 mai. 2024", "2024-05-10T00:00:00Z"),
        DateCase("15-05-2024 10.30 uur", "2024-05-15T10:30:00Z"),
        DateCase("PM 5:00 2023-10-08", "2023-10-08T17:00:00Z"),
        DateCase("13/05/2024", "2024-05-13T00:00:00Z"),
        DateCase("10:13 PM, Nov 14, 2023", "2023-11-14T22:13:00Z"),
        DateCase("tiistai 14. marraskuuta 2023 klo 22.13", "2023-11-14T22:13:00Z"),
        DateCase("2023.11.14 오후 10:13", "2023-11-14T22:13:00Z"),
        DateCase("Tue, 14 Nov 2023 22.13.20 +0100", "2023-11-14T21:13:20Z"),
        DateCase("Mardi 14 novembre 2023", "2023-11-14T00:00:00Z"),
        DateCase("Martes 14 de noviembre de 2023", "2023-11-14T00:00:00Z"),
        DateCase("Szerda 15 május 2024", "2024-05-15T00:00:00Z"),
        DateCase("2024-05-15 18:30:00 +0800 CST", "2024-05-15T10:30:00Z"),
        DateCase("Wed, 15 May 2024 3:30:5 -0700 GMT", "2024-05-15T10:30:05Z"),
    ]

    @Test(
        arguments: [
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
        ] + FeedDateTests.habits)
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
        "2024-07-05 12:00 Mars/Phobos",
        "Market day 12 2023",
        "12 May - 3 June 2024", "1 mar - 3 nov 2023", "1 mart - 3 novembar 2023",
        // Days that no month has
        "2024-02-30", "2023-02-29T10:00:00Z", "1900-02-29", "31 Apr 2024 10:00:00 GMT", "Wed, 31 Jun 2024 10:00:00 GMT",
        "30 février 2024", "Feb 29, 2023", "29.02.2023", "31/04/2024", "20240230", "2024年2月30日", "2023-366", "2024-000",
        "2024-W53-1", "2024-00-15", "2024-05-00", "0 May 2024",
        // Another order than the year tells
        "2024-13-01", "2003-31-12", "2024/15/05",
        // A month alone
        "May 2024", "2024 March", "Mar 2024 10:00", "2024年5月", "mayo de 2024",
        // Times of no clock
        "15 May 2024 25:00:00 GMT", "2024-05-15T24:01:00Z", "15 May 2024 10:60:00 GMT", "2024-05-15T10:00:61Z",
        "2024-05-15T10:00:00+24:00", "2024-05-15T10:00:00+02:75", "Wed, 15 May 2024 10:00:00 +0275",
        "15 May 2024 10:00 -9900", "2024-05-15 13:00 AM",
        // Too few digits of a year
        "1.2.3", "15 May 4", "1/13/4",
        String(repeating: "1 Jan 2004 ", count: 50),
    ])
    func nonsenseIsUnreadable(_ text: String) { #expect(FeedDate.parse(text, now: nil) == .unreadable) }

    @Test(arguments: [
        "04/05/2024", "4/5/24", "04-05-2024", "04/05/2024 10:30 PM", "10:30 04/05/2024", "24-05-15", "12-11-24",
        "04-05-25 10:30",
    ])
    func twoReadingsAreNone(_ text: String) { #expect(FeedDate.parse(text, now: nil) == .ambiguous) }

    @Test func otherDatesOfTheDocumentTellTheOrder() {
        var dates = DateReader(now: nil)
        #expect(dates.read("04/05/2024") == .ambiguous)
        #expect(dates.provenOrder == nil)
        _ = dates.read("04/25/2024")
        #expect(dates.sawAmbiguous)
        #expect(dates.provenOrder == .monthFirst)
        var again = DateReader(now: nil, order: dates.provenOrder)
        #expect(again.read("04/05/2024") == FeedDate.parse("2024-04-05", now: nil))
        // Both orders in one document show none.
        _ = dates.read("25/04/2024")
        #expect(dates.provenOrder == nil)
    }

    @Test func whereTheYearIsFirstTwoDigitsAreRead() {
        var dates = DateReader(now: nil, order: .yearFirst)
        #expect(dates.read("24/05/15") == FeedDate.parse("2024-05-15", now: nil))
        #expect(dates.read("24-05-15") == FeedDate.parse("2024-05-15", now: nil))
        #expect(dates.read("04/05/2024") == .ambiguous)
        var others = DateReader(now: nil, order: .dayFirst)
        #expect(others.read("05-04-24") == .ambiguous)
        #expect(others.read("24/05/15") == FeedDate.parse("2015-05-24", now: nil))
    }

    @Test(
        arguments: [
            ("en-US", NumericOrder.monthFirst), ("en_GB", .dayFirst), ("fr", .dayFirst), ("de-AT", .dayFirst),
            ("en", nil),
            ("ja", .yearFirst), ("ko-KR", .yearFirst), ("es-US", nil), ("en-CA", nil), ("", nil),
        ] as [(String, NumericOrder?)])
    func theLanguageMayTellTheOrder(_ language: String, _ order: NumericOrder?) {
        #expect(NumericOrder(language: language) == order)
    }

    @Test func placesAreFoundAndNothingElse() {
        #expect(ZonePlace.named("Europe/Berlin") != nil)
        for name in ["Europe/../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "Europe//Berlin", "Berlin/Europe"] {
            #expect(ZonePlace.named(name) == nil, "\(name)")
        }
        #expect(ZonePlace([]) == nil)
        #expect(ZonePlace(Array("TZif2".utf8) + [UInt8](repeating: 0xFF, count: 200)) == nil)
    }

    @Test func yearOneAndTheFarFutureAreAbsurd() {
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        #expect(FeedDate.parse("Mon, 01 Jan 0001 00:00:00 +0000", now: now) == .absurd)
        #expect(FeedDate.parse("2099-01-01", now: now) == .absurd)
        #expect(FeedDate.parse("2099-01-01", now: nil) != .absurd)
        #expect(FeedDate.parse("2023-12-24", now: now) != .absurd)
    }
}

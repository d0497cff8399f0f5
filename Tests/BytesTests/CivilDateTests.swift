import Bytes
import Testing

struct CivilDateTests {
    @Test(arguments: [
        (CivilDate(year: 1970, month: 1, day: 1), 0),
        (CivilDate(year: 1969, month: 12, day: 31), -1),
        (CivilDate(year: 2000, month: 2, day: 29), 11_016),
        (CivilDate(year: 2000, month: 3, day: 1), 11_017),
        (CivilDate(year: 2100, month: 3, day: 1), 47_541),
        (CivilDate(year: 1, month: 1, day: 1), -719_162),
        (CivilDate(year: 0, month: 3, day: 1), -719_468),
        (CivilDate(year: -1, month: 12, day: 31), -719_529),
    ])
    func countsDays(_ date: CivilDate, _ days: Int) {
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days) == date)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        var last = CivilDate(daysSince1970: -1)
        for days in 0..<146_097 {
            let date = CivilDate(daysSince1970: days)
            let isNext = date.day == last.day + 1 && date.month == last.month && date.year == last.year
            let isFirst = date.day == 1 && (date.month == last.month % 12 + 1) && last.day >= 28
            guard date.daysSince1970 == days, isNext || isFirst else {
                Issue.record("\(date) is day \(days), after \(last)")
                return
            }
            last = date
        }
        #expect(last == CivilDate(year: 2369, month: 12, day: 31))
    }

    @Test func daysBeyondAMonthCountOn() {
        #expect(
            CivilDate(year: 2023, month: 2, day: 31).daysSince1970
                == CivilDate(year: 2023, month: 3, day: 3).daysSince1970)
    }
}

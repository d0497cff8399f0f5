import Foundation

/// The order in which people look for names: numbers by value, letters whatever their case.
enum NaturalOrder {
    static func precedes(_ one: String, _ other: String) -> Bool {
        switch one.compare(other, options: [.caseInsensitive, .numeric]) {
        case .orderedAscending: true
        case .orderedDescending: false
        case .orderedSame: one < other
        }
    }
}

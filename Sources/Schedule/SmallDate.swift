public import FoundationEssentials

/// A `Date?` in eight bytes instead of sixteen: a hundred thousand feeds have seven each.
@propertyWrapper
public struct SmallDate: Sendable {
    /// As `Date` counts; NaN is nil.
    private var seconds = Double.nan

    public init(wrappedValue: Date?) { self.wrappedValue = wrappedValue }

    public internal(set) var wrappedValue: Date? {
        get { seconds.isNaN ? nil : Date(timeIntervalSinceReferenceDate: seconds) }
        set { seconds = newValue?.timeIntervalSinceReferenceDate ?? .nan }
    }
}

extension SmallDate: Equatable {
    public static func == (one: SmallDate, other: SmallDate) -> Bool { one.wrappedValue == other.wrappedValue }
}

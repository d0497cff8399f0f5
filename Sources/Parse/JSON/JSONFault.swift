/// Why reading a JSON document stopped before its end.
struct JSONFault: Error, Equatable {
    enum Reason { case cutOff, tooDeep, memberWithoutName, memberWithoutValue, notJSON }

    var reason: Reason
    /// From 1.
    var line: Int

    var message: String {
        switch reason {
        case .cutOff: "the document is cut off"
        case .tooDeep: "values are nested too deep"
        case .memberWithoutName: "a member without a name"
        case .memberWithoutValue: "a member without a value"
        case .notJSON: "something that is not JSON"
        }
    }
}

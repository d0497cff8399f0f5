/// Why reading a JSON document stopped before its end.
package struct JSONFault: Error, Equatable {
    package enum Reason { case cutOff, memberWithoutName, memberWithoutValue, notJSON }

    package var reason: Reason
    /// From 1.
    package var line: Int

    package var message: String {
        switch reason {
        case .cutOff: "the document is cut off"
        case .memberWithoutName: "a member without a name"
        case .memberWithoutValue: "a member without a value"
        case .notJSON: "something that is not JSON"
        }
    }
}

/// Who takes what hubs send. Everything about a path is known here alone.
package protocol HubCallbacks: Sendable {
    /// Whether something may be at the path; asked before a body is read.
    func mayKnow(_ path: String) -> Bool

    /// A hub calls back by GET.
    /// - Parameter query: the parameters, decoded.
    /// - Returns: what to answer with; nil: nothing here was meant.
    func call(_ path: String, _ query: [(name: String, value: String)]) async -> String?

    func take(_ push: HubPush, at path: String) async -> HubReceipt
}

/// What a hub sends.
package struct HubPush: Sendable {
    package var body: [UInt8]
    /// The media type with its parameters.
    package var contentType: String?
    /// The values of the signature's fields.
    package var signatures: [String]
}

/// What becomes of it, for the metrics; the raw values are a label.
package enum HubPushResult: String, CaseIterable, Sendable {
    case taken
    case unsigned
    /// Signed with something else than what was agreed.
    case misSigned = "mis-signed"
    /// Signed as agreed, and no feed.
    case unreadable
    /// There was no room or no store for it.
    case putOff = "put-off"
}

/// What becomes of it, for the hub.
package enum HubReceipt: Sendable {
    /// Taken, or dropped: a hub need not know.
    case done
    case unknown
    /// Not now: it may be sent again.
    case busy
}

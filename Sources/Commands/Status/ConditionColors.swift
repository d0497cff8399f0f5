import Control
import Model

// ECMA-48 colors: red for what fails, green for what is well, dim for what is off.

extension FeedCondition {
    var color: String {
        switch self {
        case .failing: "31;1"
        case .gone: "35"
        case .new, .flooding: "33"
        case .ok: "32"
        case .disabled, .unknown: "2"
        }
    }
}

extension WebhookCondition {
    var color: String {
        switch self {
        case .failing, .stopped: "31;1"
        case .waiting, .removed: "33"
        case .ok: "32"
        case .disabled, .unknown: "2"
        }
    }
}

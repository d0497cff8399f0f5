import FlyingFox
import Glibc

/// What the control socket answers to whom: everyone who may open it may look; only root and the user that runs the daemon
/// may change something.
struct ControlAccess: Sendable {
    let routes: Routes
    /// Who runs the daemon.
    let owner: uid_t

    func answer(_ request: HTTPRequest, from user: uid_t?) async -> HTTPResponse {
        guard request.method == .GET || request.method == .HEAD || mayAct(user) else {
            return .words(.forbidden, "only root and the user that runs newspool may do this; others may look\n")
        }
        return await routes.answer(request)
    }

    func mayAct(_ user: uid_t?) -> Bool { user == 0 || user == owner }
}

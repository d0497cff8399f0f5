import Config
import Fetch
import Settings
import Web

/// Whether hubs can reach the callback, as far as this machine can tell: it asks for a path that is no one's.
enum HubChecks {
    private static let label = "hub callback"
    /// Seconds for the answer.
    private static let patience = Duration.seconds(10)

    static func all(_ configuration: Configuration, version: String) async -> [Checkup] {
        guard let settings = configuration.webSub else { return [] }
        var request = configuration.request(version: version)
        request.url = settings.callback + String(repeating: "0", count: 32)
        // A proxy of this machine's own, mostly.
        (request.addresses, request.maxRedirects, request.accept) = (.allowAll, 0, "*/*")
        request.limits.total = patience
        let transfers = TransferLoop(options: .init(concurrency: 1))
        let answer: Result<Response, FetchError>
        do throws(FetchError) {
            answer = .success(try await transfers.fetch(request))
        } catch {
            answer = .failure(error)
        }
        await transfers.stop()
        return [checkup(settings.callback, answer)]
    }

    private static func checkup(_ callback: String, _ answer: Result<Response, FetchError>) -> Checkup {
        let isPrivate = HostName(of: callback).isPrivate
        switch answer {
        case .success(let response) where response.status == 404 && response.body.elementsEqual("not found\n".utf8):
            return isPrivate
                ? .warn(
                    label, "\(callback) leads to newspool, but no hub of the Internet gets there", "name a public host")
                : .ok(label, "\(callback) leads to newspool from here")
        case .success(let response):
            return .warn(
                label, "\(callback) answers \(response.status), and not as newspool does",
                "start the daemon; have the proxy pass this path to [websub] listen as it is (docs/websub.md)")
        case .failure(let error):
            return .warn(
                label, "\(callback) cannot be asked from here: \(error)",
                "look at its name, its certificate and the proxy; hubs ask from the outside")
        }
    }
}

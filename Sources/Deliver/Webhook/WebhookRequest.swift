import Config
import Fetch
import Model

extension Configuration {
    /// The POST that tells a webhook. The address is the operator's own, so a private one is fine; a redirect is a failure
    /// (Standard Webhooks 1.0.0).
    func request(for message: WebhookSink.Request, version: String) -> Request {
        var request = Request(url: message.url)
        request.method = .post(body: message.body)
        request.headers = message.headers
        request.userAgent = http.userAgent(version: version)
        request.accept = "*/*"
        request.addresses = .allowAll
        request.caFile = http.caFile
        request.maxRedirects = 0
        request.limits.total = .seconds(20)
        request.limits.body = 1 << 20
        return request
    }
}

extension Configuration.Webhook {
    /// What the store keeps of a webhook that answered 410: an edit of any of it wakes the webhook.
    package var stoppedAs: String {
        let keys = secrets.map { BodyDigest.of($0.bytes).description }
        let filter = "\(feeds) \(tags) \(keep ?? "") \(drop ?? "")"
        return "\(url) \(content) \(keys) \(batch) \(template ?? "") \(filter)"
    }
}

package import Config
import Model

extension Configuration.HTTP {
    /// Tells whether what all requests have in common was edited: the proxy, the certificates, the `User-Agent` …
    package var digest: [UInt8] {
        BodyDigest.of(Array(String(reflecting: self).utf8) + (proxy?.bytes ?? []))
    }
}

extension Configuration.Feed {
    /// Tells whether the feed's table was edited since, over restarts: the same for the same settings, wherever in the file
    /// they are.
    package var digest: [UInt8] {
        var settings = self
        (settings.line, settings.file) = (0, nil)
        // Secrets keep out of every description, and a new password is an edit too.
        let secrets = ([self.password, self.proxy] + self.headers.map(\.value)).map { $0?.bytes ?? [] }
        return BodyDigest.of(Array(String(reflecting: settings).utf8) + secrets.joined(separator: [0]))
    }
}

/// Follows the hops of one request: where it is, where it came from, and which secrets may go along. Pure.
struct RedirectChain {
    private(set) var target: Target
    private(set) var hops: [Response.Hop] = []
    /// Whose origin the request's own headers and credentials belong to; nil where they belong to what has none, a file
    /// or a program.
    private let owner: Target?
    /// The request's, else those in the owner's URL; those in a `Location` are ignored.
    let credentials: Request.Credentials?
    private let limit: Int
    private let follows: Bool

    init(_ request: Request) throws(FetchError) {
        let target = try Target(request.url)
        self.target = target
        owner = if let url = request.secretsURL, url != request.url { try? Target(url) } else { target }
        credentials = request.credentials ?? owner?.credentials
        limit = request.maxRedirects
        follows = request.method == .get && limit > 0
    }

    /// Whether credentials and the request's own headers may be sent to where the chain is.
    var sendsSecrets: Bool { owner.map(target.hasOrigin) ?? false }

    /// Whether the answer is a redirect that is to be followed; if so, the chain has moved on to its target.
    mutating func follow(status: Int, location: ArraySlice<UInt8>?) throws(FetchError) -> Bool {
        guard follows, Self.redirects.contains(status), let location else { return false }
        guard hops.count < limit else { throw .tooManyRedirects(limit: limit) }
        let next = try target.resolving(location)
        guard next.url.utf8.count <= Self.longestTarget else {
            throw .badRedirect("to an address of more than \(Self.longestTarget) bytes")
        }
        if credentials != nil, target.isSecure, !next.isSecure {
            throw .badRedirect("from https to \(next.url), by a server that is sent credentials")
        }
        hops.append(Response.Hop(status: status, from: target.url, to: next.url))
        target = next
        return true
    }

    /// Bytes of an address: it would be kept, and sent with each request.
    private static let longestTarget = 8192

    /// RFC 9110 section 15.4, less 300 and 304, which name no other place to fetch from.
    static let redirects: Set<Int> = [301, 302, 303, 307, 308]
}

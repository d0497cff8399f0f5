/// The identity of a web page: what is left of its URL once everything is set aside in which two links to one article
/// differ. It is compared, never fetched or shown.
///
/// The layers, in their order: the URL is parsed as browsers do, its credentials are dropped, then scheme and port
/// (``CanonicalForm``), host (``CanonicalHost``), path (``CanonicalPath``), query (``CanonicalQuery``) and fragment
/// (``CanonicalFragment``) are brought to one form, and known redirectors are unwrapped (``Redirector``). http and https
/// on their default ports are one, written `https`. The canonical URL of a canonical URL is itself.
///
/// URLs with other schemes than http and https are their own identity, as the parser serializes them.
public struct CanonicalURL: Sendable, Hashable {
    public let string: String

    /// Whether it is a site's front page, which names no article: no path, no query, no fragment.
    public let isSiteRoot: Bool

    /// The canonical form of an absolute URL. Throws what the parser throws, and `refusedScheme`.
    public init(_ text: String, folding folds: Folds = []) throws(WebURLError) {
        try self.init(WebURL(parsing: text), folding: folds)
    }

    /// The canonical form of `url`. Throws `refusedScheme` where its scheme names no article.
    public init(_ url: WebURL, folding folds: Folds = []) throws(WebURLError) {
        if url.isHTTP {
            let form = CanonicalForm.following(url, folding: folds)
            string = String(decoding: form.bytes, as: UTF8.self)
            isSiteRoot = form.isSiteRoot
        } else {
            let scheme = url.scheme
            if Self.refusedSchemes.contains(scheme) { throw .refusedScheme(scheme) }
            string = url.href
            isSiteRoot = false
        }
    }

    private static let refusedSchemes: Set<String> = [
        "about", "blob", "data", "file", "javascript", "vbscript", "view-source",
    ]
}

extension CanonicalURL: CustomStringConvertible {
    public var description: String { string }
}

/// A document that a program brings, or another server: no one asked for it.
package struct PushedDocument: Sendable {
    package var bytes: [UInt8]
    /// The media type with its parameters.
    package var contentType: String?
    /// Where its relative links begin; nil: where the feed's do.
    package var address: String?

    package init(bytes: [UInt8], contentType: String? = nil, address: String? = nil) {
        (self.bytes, self.contentType, self.address) = (bytes, contentType, address)
    }
}

import Files

/// Decodes gzip that came as the body itself: `feed.xml.gz`, or a server that compresses and does not say so.
public enum Gunzip {
    public static func isGzip(_ bytes: [UInt8]) -> Bool { Gzip.isGzip(bytes) }

    /// - Parameter limit: bytes that the result may have.
    /// - Throws: `bodyTooLarge`, `truncated` or `badEncoding`.
    public static func decode(_ bytes: [UInt8], limit: Int) throws(FetchError) -> [UInt8] {
        do throws(Gzip.Failure) {
            return try Gzip.decode(bytes, limit: limit)
        } catch {
            switch error {
            case .tooLarge: throw .bodyTooLarge(limit: limit)
            case .truncated: throw .truncated
            case .damaged(let reason): throw .badEncoding(reason)
            }
        }
    }
}

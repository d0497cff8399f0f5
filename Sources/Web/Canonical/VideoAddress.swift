import Bytes

/// The addresses of one YouTube video: `youtu.be/ID`, `/shorts/ID`, `/live/ID` and `/embed/ID` are `watch?v=ID`.
enum VideoAddress {
    /// The page that plays the video which `form` names in another way; nil where it names none, or is that page.
    static func page(of form: CanonicalForm) -> WebURL? {
        let (bytes, host) = (form.bytes, form.hostRange)
        let prefix: [StaticString]
        if bytes.equals("youtu.be", in: host) {
            prefix = ["/"]
        } else if bytes.equals("youtube.com", in: host) || bytes.equals("youtube-nocookie.com", in: host) {
            prefix = ["/shorts/", "/live/", "/embed/"]
        } else {
            return nil
        }
        guard let found = prefix.first(where: { bytes.matches($0, at: form.pathRange.lowerBound) }) else { return nil }
        let id = bytes[form.pathRange].dropFirst(found.utf8CodeUnitCount)
        guard isVideo(id) else { return nil }
        var page = "https://youtube.com/watch?v=" + String(decoding: id, as: UTF8.self)
        if !form.query.isEmpty { page += "&" + String(decoding: form.query, as: UTF8.self) }
        return try? WebURL(parsing: page + String(decoding: form.fragment, as: UTF8.self))
    }

    /// Whether a query's parameter says how a reader found a video, on a host of YouTube.
    static func isShareMark(_ parameter: Parameter, of bytes: [UInt8]) -> Bool {
        shareMarks.contains { bytes.equals($0, in: parameter.name) }
    }

    private static let shareMarks: [StaticString] = ["si", "feature", "pp", "app", "ab_channel"]

    /// Ids are of letters, digits, `-` and `_`. Playlists and live streams are embedded under names in an id's place.
    private static func isVideo(_ id: ArraySlice<UInt8>) -> Bool {
        !id.isEmpty && !id.elementsEqual("videoseries".utf8) && !id.elementsEqual("live_stream".utf8)
            && id.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }
}

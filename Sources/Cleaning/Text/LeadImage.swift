import HTML

/// The lead picture of an article, and its caption.
struct LeadImage {
    /// What a page or a feed gives as its picture.
    struct Published {
        var url: String
        var width: Int?
        var height: Int?
        var caption: String?
    }

    private(set) var url: String?
    private(set) var caption: String?
    /// Pixels.
    private(set) var width: Int?, height: Int?
    /// The address by which the content shows the same picture, where it does.
    private(set) var shown: String?

    /// The published picture before the first large one of the content. The same picture in another size, or the one that the
    /// content begins with, gives the caption.
    init(_ content: HTMLContent, published: Published?) {
        let images = content.images
        guard let published else {
            guard let lead = content.leadImage else { return }
            (url, caption, width, height, shown) = (lead.url, lead.caption, lead.width, lead.height, lead.url)
            return
        }
        (url, width, height, caption) = (published.url, published.width, published.height, published.caption)
        let name = Self.name(of: published.url)
        let same = images.first { $0.url == published.url } ?? images.first { Self.name(of: $0.url) == name }
        let twin = same ?? content.openingImage
        guard let twin else { return }
        shown = twin.url
        caption = twin.caption ?? caption
    }

    /// The file's name without what tells of its size: `photo-1024x683.jpg`, `photo.jpg?w=800`.
    private static func name(of url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let file = path.split(separator: "/").last.map(String.init) ?? ""
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        guard let dash = stem.lastIndex(where: { $0 == "-" || $0 == "_" }) else { return stem }
        let size = stem[stem.index(after: dash)...]
        let isSize = !size.isEmpty && size.allSatisfy { $0.isNumber || $0 == "x" }
        return isSize ? String(stem[..<dash]) : stem
    }
}

import Bytes
import XML
import Model

/// Media RSS: <https://www.rssboard.org/media-rss>.
extension XMLFeedReader {
    /// - Parameter isInside: within `media:content` or `media:group`, whose title is the file's.
    func mediaRole(_ tag: Tag, _ attributes: XMLAttributes, _ frame: inout Frame, isInside: Bool) -> Role {
        switch tag {
        case .source where isInside:
            // `podcast:source` inside `podcast:alternateEnclosure`
            if mediaContent.url.isEmpty {
                mediaContent.url = scopes[frame.scope].address(attributes["uri"] ?? attributes["url"]) ?? ""
            }
            return .ignored
        case .group where !isInside:
            mediaGroup = MediaGroup()
            return .mediaGroup
        case .content:
            startMediaContent(attributes, frame)
            return .mediaContent
        case .title:
            if isInside { return .value(.mediaTitle) }
            frame.mode = .unknown
            return .text(.title(.media))
        case .description, .text:
            frame.mode = attributes.has("type", "html") ? .html : .literal
            return .text(frame.owner == .feed ? .summary(.media) : .mediaDescription)
        case .thumbnail:
            addThumbnail(attributes, &frame)
            return attributes["url"] == nil ? .value(.itemImage) : .ignored
        case .credit:
            valueNote = attributes["role"]
            return .value(.credit)
        case .category:
            valueNote = attributes["scheme"] ?? "http://search.yahoo.com/mrss/category_schema"
            valueLabel = attributes["label"]
            return .value(.category)
        case .keywords: return .value(.keywords)
        case .copyright: return .text(.rights)
        case .license:
            guard let url = scopes[frame.scope].address(attributes["href"].nonEmpty) else { return .value(.license) }
            if drafts[frame.owner.rawValue].license == nil { drafts[frame.owner.rawValue].license = url }
            return .ignored
        default: return .ignored
        }
    }

    func startMediaContent(_ attributes: XMLAttributes, _ frame: Frame) {
        mediaContent = Attachment(
            url: scopes[frame.scope].address(attributes["url"]) ?? "", mimeType: mediaType(attributes),
            size: (attributes["filesize"] ?? attributes["length"]).flatMap { Int($0) },
            duration: attributes["duration"].flatMap(PlayingTime.length))
        mediaWidth = attributes["width"].flatMap(pixels) ?? 0
        if attributes.has("isdefault", "true"), isInGroup { mediaGroup.preferred = mediaGroup.attachments.count }
    }

    /// The type, or as much of one as `medium` tells.
    private func mediaType(_ attributes: XMLAttributes) -> String? {
        if let type = attributes["type"].nonEmpty { return type }
        switch attributes["medium"]?.lowercased() {
        case "image": return "image/*"
        case "audio": return "audio/*"
        case "video": return "video/*"
        default: return nil
        }
    }

    /// `640`, `640px`, `640.0`
    private func pixels(_ size: String) -> Int? {
        let size = size.trimmed
        let digits = size.prefix { $0.isASCII && $0.isNumber }
        let rest = size[digits.endIndex...].lowercased()
        return rest.isEmpty || rest == "px" || rest.hasPrefix(".") ? Int(digits) : nil
    }

    private var isInGroup: Bool {
        if case .mediaGroup = frames[frames.count - 1].role { true } else { false }
    }

    func closeMediaContent(_ frame: Frame) {
        guard !mediaContent.url.isEmpty else { return }
        if mediaContent.isPicture {
            drafts[frame.owner.rawValue].offerImage(mediaContent.url, width: mediaWidth, rank: .content)
        }
        if isInGroup {
            guard mediaGroup.attachments.count < limits.parts else { return }
            if mediaContent.isPicture, mediaWidth > mediaGroup.widest.width {
                mediaGroup.widest = (mediaWidth, mediaGroup.attachments.count)
            }
            mediaGroup.attachments.append(mediaContent)
        } else {
            add(mediaContent, to: frame.owner)
        }
    }

    /// Renditions of one thing: of pictures one is enough, the default one or the widest (five sizes of one picture are
    /// otherwise shown five times); of sound and film all are kept.
    func closeMediaGroup(_ frame: Frame) {
        let all = mediaGroup.attachments
        let preferred = mediaGroup.preferred.flatMap { $0 < all.count ? $0 : nil } ?? mediaGroup.widest.index
        for (index, attachment) in all.enumerated() {
            if index != preferred, attachment.isPicture { continue }
            var attachment = attachment
            attachment.title = attachment.title ?? mediaGroup.title
            add(attachment, to: frame.owner)
        }
        if let title = mediaGroup.title {
            drafts[frame.owner.rawValue].title.offer(RawText(title), rank: Draft.TitleRank.media)
        }
    }

    /// The title of a file, or of a group of them; it is the item's only where nothing else is.
    func storeMediaTitle(_ title: String, _ frame: Frame) {
        if isInGroup {
            mediaGroup.title = title
        } else {
            mediaContent.title = title
            drafts[frame.owner.rawValue].title.offer(RawText(title), rank: Draft.TitleRank.media)
        }
    }

    private func addThumbnail(_ attributes: XMLAttributes, _ frame: inout Frame) {
        guard let url = scopes[frame.scope].picture(attributes["url"]) else { return }
        let draft = frame.owner.rawValue
        let thumbnail = Media.Thumbnail(
            url: url, width: attributes["width"].flatMap(pixels), height: attributes["height"].flatMap(pixels))
        drafts[draft].offerImage(url, width: thumbnail.width ?? 0, rank: .thumbnail)
        append(thumbnail, to: &drafts[draft].thumbnails)
    }
}

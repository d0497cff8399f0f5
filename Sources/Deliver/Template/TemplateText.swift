import Mustache

/// A text in a template, and what may be done with it there: `{{html(title)}}`, `{{short(summary)}}`.
struct TemplateText: MustacheCustomRenderable, MustacheTransformable {
    /// Characters that `short` leaves.
    static let shortLimit = 250

    let renderText: String
    var isNull: Bool { false }

    init(_ text: String) {
        renderText = text
    }

    func transform(_ name: String) -> Any? {
        switch name {
        case "short":
            let isLong = renderText.count > Self.shortLimit
            return isLong ? TemplateText(renderText.prefix(Self.shortLimit - 1) + "\u{2026}") : self
        case "html":
            // Also what Slack wants of its text.
            return TemplateText(
                renderText.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;"))
        default:
            guard let result = renderText.transform(name) else { return nil }
            return (result as? any StringProtocol).map { TemplateText(String($0)) } ?? result
        }
    }
}

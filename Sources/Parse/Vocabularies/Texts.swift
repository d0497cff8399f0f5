import XML
import Model

/// Whole texts from other vocabularies: `content:encoded`, `xhtml:body`, `l9:fullitem`.
extension XMLFeedReader {
    func contentRole(_ space: Space, _ tag: Tag, _ frame: inout Frame) -> Role {
        switch (space, tag) {
        case (.content, .encoded): frame.mode = .html
        case (.xhtml, .body), (.xhtml, .div):
            (frame.mode, frame.isEscaping) = (.xhtml, true)
            return .text(.content(.body))
        case (.fullItem, .fullitem):
            frame.mode = .html
            return .text(.content(.fullItem))
        default: return .ignored
        }
        return .text(.content(.own))
    }
}

// Stands in for Model's WebURL until that is merged.
import Foundation

struct WebURL: Sendable {
    let href: String
    init(parsing text: String, base: WebURL? = nil) throws {
        guard let url = URL(string: text.trimmingCharacters(in: .whitespacesAndNewlines), relativeTo: base.flatMap { URL(string: $0.href) }), url.scheme != nil else { throw CocoaError(.fileNoSuchFile) }
        href = url.absoluteString
    }
    func resolving(_ reference: String) -> WebURL? { try? WebURL(parsing: reference, base: self) }
}

// Stands in for Markup's HTMLTree until that is merged.
struct HTMLTree {
    let html: String
    init(_ html: String) { self.html = html }
    var firstImage: (url: String, caption: String?)? { nil }
    func sanitizedHTML(resolve: (String) -> String?) -> String { html }
    func markdown(resolve: (String) -> String?) -> String { html }
    func plainText() -> String {
        var out = "", inTag = false
        for c in html {
            if c == "<" { inTag = true } else if c == ">" { inTag = false } else if !inTag { out.append(c) }
        }
        for (a, b) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            out = out.replacing(a, with: b)
        }
        return out
    }
}

import Web

/// Addresses to which sites send visitors who have not agreed to anything yet.
enum ConsentAddress {
    static func isOne(_ url: String) -> Bool {
        guard let url = try? WebURL(parsing: url) else { return false }
        let labels = (url.host ?? "").split(separator: ".")
        if labels.contains(where: hosts.contains) { return true }
        let path = url.path.lowercased()
        return paths.contains { path.firstRange(of: $0) != nil }
    }

    private static let hosts: Set<Substring> = ["consent", "cookie", "cookies", "privacy", "guce", "cmp"]
    private static let paths = [
        "consent", "cookie-wall", "cookiewall", "cookie-policy", "privacy-gate", "gdpr", "captcha",
    ]
}

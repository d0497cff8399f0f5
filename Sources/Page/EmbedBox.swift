import HTML

extension HTMLDocument {
    /// Whether an element is what an editor embeds in a text, whatever its box is called: a player, or somebody's post,
    /// with a caption at most, and no link to anything of the site.
    func isEmbed(_ index: Int) -> Bool {
        let end = Int(tree.nodes[index].end)
        guard end - index < 100 else { return false }
        var isFound = false
        var inner = index
        while inner < end {
            switch tree.nodes[inner].tag {
            case .blockquote where isPost(inner):
                isFound = true
                inner = Int(tree.nodes[inner].end)
                continue
            case .iframe: isFound = isFound || isPlayer(inner)
            case .a, .h1, .h2, .h3, .h4, .li: return false
            default: break
            }
            inner += 1
        }
        return isFound && text(of: index, limit: 1000).utf8.count < 700
    }

    func isPlayer(_ index: Int) -> Bool {
        guard let url = attribute(.src, of: index) else { return false }
        return PlayerPolicy.page(for: Array((url.hasPrefix("//") ? "https:" + url : url).utf8)) != nil
    }

    /// As the sites' own code for embedding writes it.
    private func isPost(_ index: Int) -> Bool {
        guard let names = attribute(.classes, of: index) else { return false }
        return names.split(separator: " ").contains { Self.posts.contains(String($0)) }
    }

    private static let posts: Set<String> = [
        "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "reddit-card", "reddit-embed-bq",
        "bluesky-embed", "mastodon-embed", "text-post-media",
    ]
}

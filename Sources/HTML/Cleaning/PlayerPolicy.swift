import Bytes

/// Turns the frame of a known player into the address of the page where a person can watch or hear the same. No frame is
/// ever written, since a frame is somebody else's page in the reader's own.
package enum PlayerPolicy {
    /// The page for the frame's address (absolute), nil for a frame of no known player.
    package static func page(for url: [UInt8]) -> String? {
        let text = String(decoding: url, as: UTF8.self)
        guard let scheme = text.firstRange(of: "://"), text.hasPrefix("http") else { return nil }
        let rest = text[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
        let path = rest.dropFirst(host.count)
        for player in players where host == player.host || host.hasSuffix("." + player.host) {
            if path.hasPrefix(player.path) {
                let id = path.dropFirst(player.path.count).prefix { !"/?#&".contains($0) }
                guard let page = player.page else { return "https://\(host)\(path)" }
                return id.isEmpty ? nil : page + id
            }
        }
        return nil
    }

    /// The page of what a player of AMP plays.
    static func page(of tag: HTMLTag, playing id: String) -> String? {
        guard !id.isEmpty, id.utf8.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D || $0 == 0x5F })
        else {
            return nil
        }
        switch tag {
        case .ampYoutube: return "https://www.youtube.com/watch?v=" + id
        case .ampVimeo: return "https://vimeo.com/" + id
        case .ampDailymotion: return "https://www.dailymotion.com/video/" + id
        default: return nil
        }
    }

    /// With a page, the identifier after `path` is put behind it; without one, the frame's own address is the page.
    private static let players: [(host: String, path: String, page: String?)] = [
        ("youtube.com", "/embed/videoseries?list=", "https://www.youtube.com/playlist?list="),
        ("youtube.com", "/embed/", "https://www.youtube.com/watch?v="),
        ("youtube.com", "/v/", "https://www.youtube.com/watch?v="),
        ("youtube-nocookie.com", "/embed/", "https://www.youtube.com/watch?v="),
        ("player.vimeo.com", "/video/", "https://vimeo.com/"),
        ("dailymotion.com", "/embed/video/", "https://www.dailymotion.com/video/"),
        ("geo.dailymotion.com", "/player.html?video=", "https://www.dailymotion.com/video/"),
        ("archive.org", "/embed/", "https://archive.org/details/"),
        ("embed.ted.com", "/talks/", "https://www.ted.com/talks/"),
        ("open.spotify.com", "/embed/track/", "https://open.spotify.com/track/"),
        ("open.spotify.com", "/embed/album/", "https://open.spotify.com/album/"),
        ("open.spotify.com", "/embed/playlist/", "https://open.spotify.com/playlist/"),
        ("open.spotify.com", "/embed/episode/", "https://open.spotify.com/episode/"),
        ("open.spotify.com", "/embed/show/", "https://open.spotify.com/show/"),
        ("w.soundcloud.com", "/player", nil),
        ("bandcamp.com", "/EmbeddedPlayer/", nil),
        ("player.twitch.tv", "/", nil),
        ("clips.twitch.tv", "/embed", nil),
        ("embed.podcasts.apple.com", "/", nil),
        ("player.bilibili.com", "/player.html", nil),
        ("fast.wistia.net", "/embed/iframe/", nil),
        ("fast.wistia.com", "/embed/iframe/", nil),
        ("rutube.ru", "/play/embed/", "https://rutube.ru/video/"),
        ("streamable.com", "/e/", "https://streamable.com/"),
        ("loom.com", "/embed/", "https://www.loom.com/share/"),
        ("media.ccc.de", "/v/", nil),
        ("tiktok.com", "/embed/", nil),
        ("codepen.io", "/", nil),
    ]
}

import XML

/// GeoRSS, GML and the W3C's geo vocabulary: points only.
extension XMLFeedReader {
    func placeRole(_ space: Space, _ tag: Tag) -> Role {
        switch (space, tag) {
        case (.georss, .point): .value(.point)
        case (.georss, .where), (.gml, .point), (.geo, .point): .place
        case (.gml, .pos), (.gml, .coordinates): .value(.point)
        case (.geo, .lat): .value(.latitude)
        case (.geo, .long), (.geo, .lon): .value(.longitude)
        default: .ignored
        }
    }

    /// `45.256 -71.92`: latitude first (GeoRSS Simple).
    func storePoint(_ text: String, in draft: Int) {
        let numbers = text.split { $0 == " " || $0 == "," || $0 == ";" || $0.isNewline || $0 == "\t" }.prefix(2)
            .compactMap {
                Double($0)
            }
        guard numbers.count == 2 else { return }
        (drafts[draft].latitude, drafts[draft].longitude) = (numbers[0], numbers[1])
    }
}

import Bytes

// Elements with addresses: links, pictures, players, frames.
extension HTMLCleaner {
    mutating func link(_ attributes: borrowing HTMLTokenAttributes) -> Bool {
        guard readAddress(.href, attributes, for: .link) else { return false }
        builder.append(.href, address)
        return true
    }

    mutating func image(_ attributes: borrowing HTMLTokenAttributes) {
        if BeaconPolicy.isInvisible(attributes) { return }
        if EmojiPolicy.isEmoji(attributes), words(for: attributes) { return }
        let candidates = readCandidates(LazyImage.candidates(of: attributes), attributes)
        let name = LazyImage.source(of: attributes)
        let isAddress = readAddress(name, attributes, for: .image)
        if !isAddress || address.startsIgnoringCase("data:") && LazyImage.isPlaceholder(address) {
            if let candidates {
                address = SourceSet.largest(of: candidates)
            } else if builder.current == .picture, !pictureAddress.isEmpty {
                address = pictureAddress
            } else {
                // The text in place of a picture that cannot be shown is shown.
                return keepWords(of: attributes)
            }
        }
        if BeaconPolicy.isBeacon(address) { return }
        let first = builder.attributeCount
        builder.append(.src, address)
        if let candidates {
            builder.append(.srcset, candidates)
            copySizes(attributes)
        }
        _ = attributes.withValue(.alt) { builder.append(.alt, $0) }
        copyText(.title, attributes)
        copyNumber(.width, attributes)
        copyNumber(.height, attributes)
        builder.start(.img, firstAttribute: first)
        recentImage = name == .src ? .real : .lazy
        swap(&recentAddress, &address)
    }

    /// A picture for readers without scripts, unless its twin for the others is there.
    mutating func noscriptImage(_ attributes: borrowing HTMLTokenAttributes) {
        if let recent = recentImage {
            recentImage = .real
            if recent == .lazy || readAddress(.src, attributes, for: .image) && address == recentAddress { return }
        }
        let hidden = builder.hidden
        builder.hidden = []
        wordsForPicture.removeAll(keepingCapacity: true)
        image(attributes)
        builder.hidden = hidden
    }

    mutating func media(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let first = builder.attributeCount
        copyAddress(.src, attributes, for: .media)
        if tag == .video {
            copyAddress(.poster, attributes, for: .image)
            copyNumber(.width, attributes)
            copyNumber(.height, attributes)
        }
        builder.append(.controls, EmptyCollection())
        builder.start(tag, firstAttribute: first)
        // What is in it is for browsers without video; its sources are let through.
        builder.hide(tag)
    }

    mutating func source(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        let parent = builder.current
        let first = builder.attributeCount
        if parent == .picture, tag == .source {
            let list = attributes.has(.srcset) ? HTMLAttribute.srcset : .dataSrcset
            guard let candidates = readCandidates(list, attributes) else { return }
            if pictureAddress.isEmpty { pictureAddress = SourceSet.largest(of: candidates) }
            builder.append(.srcset, candidates)
            copySizes(attributes)
        } else if parent == .video || parent == .audio {
            guard readAddress(.src, attributes, for: .media) else { return }
            builder.append(.src, address)
            if tag == .track {
                copyWord(.kind, attributes, ["subtitles", "captions", "descriptions", "chapters", "metadata"])
                copyName(.srclang, attributes)
                copyText(.label, attributes)
                copyFlag(.isDefault, attributes)
            }
        } else {
            return
        }
        if tag == .source {
            copyPrintable(.type, attributes)
            copyPrintable(.media, attributes)
        }
        builder.start(tag, firstAttribute: first)
    }

    mutating func copySizes(_ attributes: borrowing HTMLTokenAttributes) { copyPrintable(.sizes, attributes) }

    /// Media types, media queries and sizes: printable ASCII without the signs of markup and of functions that load.
    mutating func copyPrintable(_ name: HTMLAttribute, _ attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(name) { value in
            let value = value.trimmed
            let isPlain = value.allSatisfy {
                $0 >= 0x20 && $0 < 0x7F && !"<>&\"'`:{}\\".utf8.contains($0) || $0 == 0x3A
            }
            if isPlain, !value.isEmpty, value.count <= 512, !value.contains(where: { $0 == 0x40 }) {
                builder.append(name, value)
            }
        }
    }

    /// A frame becomes a link: of a known player to the page of what it plays, of all others to what they would show.
    /// It is named by the frame's title or by that address.
    mutating func frame(_ attributes: borrowing HTMLTokenAttributes) {
        let isReal = attributes.withValue(.src) { !LazyImage.isPlaceholder($0) } ?? false
        guard readAddress(isReal ? .src : .dataSrc, attributes, for: .media) else { return }
        if let page = PlayerPolicy.page(for: address) {
            address = Array(page.utf8)
        } else if BeaconPolicy.isInvisible(attributes) || BeaconPolicy.isHidden(attributes)
            || BeaconPolicy.isBeacon(address)
        {
            return
        }
        appendLink(title: attributes.string(.title))
    }

    /// A player of AMP, which names what it plays.
    mutating func player(_ tag: HTMLTag, _ attributes: borrowing HTMLTokenAttributes) {
        guard let id = attributes.string(.dataVideoid), let page = PlayerPolicy.page(of: tag, playing: id) else {
            return
        }
        address = Array(page.utf8)
        appendLink(title: attributes.string(.title))
    }

    private mutating func appendLink(title: String?) {
        guard URLPolicy.admits(&address, for: .media) else { return }
        let title = title ?? ""
        // A frame is apart from the words around it.
        if builder.endsInWord || endOfFrame == builder.place { builder.appendSpace() }
        let first = builder.attributeCount
        builder.append(.href, address)
        builder.start(.a, firstAttribute: first)
        (title.isEmpty ? address : Array(title.utf8)).withUnsafeBufferPointer { builder.text($0) }
        builder.end(.a)
        endOfFrame = builder.place
        recentImage = nil
    }

    // MARK: Objects

    /// What is in an object is shown in its place; where nothing does, a link leads to it.
    mutating func startObject(_ attributes: borrowing HTMLTokenAttributes) {
        guard objects.count < 200 else { return }
        let isAddress = readAddress(.data, attributes, for: .media)
        objects.append((isAddress ? address : [], builder.place))
    }

    mutating func endObject() {
        guard let object = objects.popLast(), !object.address.isEmpty, builder.isBlank(since: object.start) else {
            return
        }
        address = object.address
        if let page = PlayerPolicy.page(for: address) { address = Array(page.utf8) }
        appendLink(title: nil)
    }

    // MARK: Words for pictures

    /// Shows the words of a picture that is a character; false where there are none.
    private mutating func words(for attributes: borrowing HTMLTokenAttributes) -> Bool {
        attributes.withValue(.alt) { alt in
            if alt.allSatisfy(\.isHTMLSpace) { return false }
            builder.text(alt)
            return true
        } ?? false
    }

    private mutating func keepWords(of attributes: borrowing HTMLTokenAttributes) {
        _ = attributes.withValue(.alt) { alt in
            if !alt.allSatisfy(\.isHTMLSpace) { wordsForPicture = Array(alt) }
        }
    }

    mutating func showWordsForPicture() {
        if wordsForPicture.isEmpty { return }
        wordsForPicture.withUnsafeBufferPointer { builder.text($0) }
        wordsForPicture.removeAll(keepingCapacity: true)
    }
}

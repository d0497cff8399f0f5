import Bytes

/// A canonical http(s) URL in the making: its bytes, and where its components lie in them.
struct CanonicalForm {
    private(set) var bytes: [UInt8]
    let hostRange: Range<Int>
    private let pathStart: Int
    private var queryStart = 0
    private var fragmentStart = 0

    /// Redirectors within redirectors, as many as are unwrapped.
    private static let maximumDepth = 3

    /// The form of `url`, or of what it redirects to. A URL that redirects more than three deep is its own form:
    /// unwrapped in part, its form would have a form other than itself.
    static func following(_ url: WebURL, folding folds: CanonicalURL.Folds) -> CanonicalForm {
        switch follow(url, folding: folds, depth: 0) {
        case .end(let form), .tooDeep(let form): form
        }
    }

    private enum Outcome {
        case end(CanonicalForm)
        /// With the form of the URL that was followed.
        case tooDeep(CanonicalForm)
    }

    /// Looks for redirections before the path is folded, which may hide them, and after, when they may show.
    private static func follow(_ url: WebURL, folding folds: CanonicalURL.Folds, depth: Int) -> Outcome {
        var form = CanonicalForm(url, folding: folds)
        if let outcome = form.followed(folding: folds, depth: depth) { return outcome }
        if !folds.isEmpty {
            form.fold(folds)
            if let outcome = form.followed(folding: folds, depth: depth) { return outcome }
        }
        return .end(form)
    }

    /// Where this form redirects to; nil where it does not.
    private func followed(folding folds: CanonicalURL.Folds, depth: Int) -> Outcome? {
        if let video = VideoAddress.page(of: self) { return Self.follow(video, folding: folds, depth: depth) }
        guard let target = Redirector.target(of: self) else { return nil }
        guard depth < Self.maximumDepth else { return .tooDeep(self) }
        if case .end(let form) = Self.follow(target, folding: folds, depth: depth + 1) { return .end(form) }
        return .tooDeep(self)
    }

    /// The form of `url` itself, its host folded but not its path and what follows.
    init(_ url: WebURL, folding folds: CanonicalURL.Folds) {
        let source = url.href.utf8Span.span
        let layout = url.layout
        bytes = []
        bytes.reserveCapacity(source.count + 1)
        // On a port of its own, http and https may be two servers.
        bytes.append(contentsOf: (layout.port != nil && layout.special == .http ? "http://" : "https://").utf8)
        let hostStart = bytes.count
        CanonicalHost.append(source.extracting(layout.hostStart..<layout.hostEnd), folding: folds, to: &bytes)
        hostRange = hostStart..<bytes.count
        bytes.append(source, in: layout.hostEnd..<layout.pathStart)  // the port
        pathStart = bytes.count
        appendRest(
            path: source.extracting(layout.pathStart..<layout.queryStart),
            query: source.extracting(layout.queryStart..<layout.fragmentStart),
            fragment: source.extracting(layout.fragmentStart..<layout.end), folding: [])
    }

    private mutating func fold(_ folds: CanonicalURL.Folds) {
        let source = bytes
        bytes.removeLast(bytes.count - pathStart)
        appendRest(
            path: source.span.extracting(pathStart..<queryStart),
            query: source.span.extracting(queryStart..<fragmentStart),
            fragment: source.span.extracting(fragmentStart..<source.count), folding: folds)
    }

    /// Appends path, query with its `?` and fragment with its `#`.
    private mutating func appendRest(
        path: Span<UInt8>, query: Span<UInt8>, fragment: Span<UInt8>, folding folds: CanonicalURL.Folds
    ) {
        CanonicalPath.append(path, folding: folds, to: &bytes)
        queryStart = bytes.count
        if query.count > 1 {
            let isVideoSite = bytes.equals("youtube.com", in: hostRange) || bytes.equals("youtu.be", in: hostRange)
            CanonicalQuery.append(query, ofVideoSite: isVideoSite, folding: folds, to: &bytes)
        }
        fragmentStart = bytes.count
        if fragment.count > 1, !folds.contains(.fragment) { CanonicalFragment.append(fragment, to: &bytes) }
    }
}

extension CanonicalForm {
    var isSiteRoot: Bool { bytes.count == pathStart + 1 }

    var pathRange: Range<Int> { pathStart..<queryStart }

    /// Without the `?`.
    var query: ArraySlice<UInt8> { bytes[queryStart..<fragmentStart].dropFirst() }

    /// With the `#`; empty where there is none.
    var fragment: ArraySlice<UInt8> { bytes[fragmentStart...] }
}

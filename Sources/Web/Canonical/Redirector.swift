import Bytes

/// Addresses that only lead to others: which they are, and where they say where they lead.
struct Redirector {
    private enum Host {
        case exactly(StaticString)
        case under(StaticString)
        /// `google.` and a country's domain.
        case google

        /// What such a host begins with; nil where it may begin with anything.
        var initial: UInt8? {
            switch self {
            case .exactly(let name): unsafe name.utf8Start[0]
            case .google: UInt8(ascii: "g")
            case .under: nil
            }
        }
    }

    private enum Target {
        /// The value of the first parameter of this name.
        case parameter(StaticString)
        /// What follows in the path, without its scheme.
        case path(scheme: StaticString)
    }

    private let host: Host
    /// A whole path, or its beginning if it ends in a slash.
    private let path: StaticString
    private let target: Target

    private static let all: [Redirector] = [
        Redirector(host: .google, path: "/url", target: .parameter("url")),  // Google Alerts
        Redirector(host: .google, path: "/url", target: .parameter("q")),
        Redirector(host: .google, path: "/amp/s/", target: .path(scheme: "https://")),
        Redirector(host: .google, path: "/amp/", target: .path(scheme: "http://")),
        Redirector(host: .exactly("bing.com"), path: "/news/apiclick.aspx", target: .parameter("url")),
        Redirector(host: .exactly("go.theregister.com"), path: "/feed/", target: .path(scheme: "https://")),
        Redirector(host: .exactly("go.theregister.co.uk"), path: "/feed/", target: .path(scheme: "https://")),
        Redirector(host: .exactly("l.facebook.com"), path: "/l.php", target: .parameter("u")),
        Redirector(host: .exactly("lm.facebook.com"), path: "/l.php", target: .parameter("u")),
        Redirector(host: .exactly("facebook.com"), path: "/l.php", target: .parameter("u")),
        Redirector(host: .exactly("youtube.com"), path: "/redirect", target: .parameter("q")),
        Redirector(host: .exactly("out.reddit.com"), path: "/", target: .parameter("url")),
        Redirector(host: .under("cdn.ampproject.org"), path: "/c/s/", target: .path(scheme: "https://")),
        Redirector(host: .under("cdn.ampproject.org"), path: "/c/", target: .path(scheme: "http://")),
        Redirector(host: .under("cdn.ampproject.org"), path: "/v/s/", target: .path(scheme: "https://")),
        Redirector(host: .under("cdn.ampproject.org"), path: "/v/", target: .path(scheme: "http://")),
    ]

    /// Most hosts redirect nowhere: for them these need not be looked at, one after the other.
    private static let initials = ByteSet(all.compactMap(\.host.initial))
    private static let underAnyInitial = all.filter { $0.host.initial == nil }

    /// The http(s) URL that `form` leads to; nil where it is not a redirector's, or the target cannot be read.
    ///
    /// A fragment goes on to the target, unless that has its own, as browsers do (RFC 9110 section 10.2.2).
    static func target(of form: CanonicalForm) -> WebURL? {
        let isListed = form.hostRange.first.map { initials.contains(form.bytes[$0]) } ?? false
        for redirector in isListed ? all : underAnyInitial where redirector.matches(form) {
            guard let text = redirector.targetText(of: form) else { continue }
            guard let url = try? WebURL(parsing: text), url.isHTTP else { return nil }
            guard url.fragment == nil, !form.fragment.isEmpty else { return url }
            return url.resolving(String(decoding: form.fragment, as: UTF8.self))
        }
        return nil
    }

    private func matches(_ form: CanonicalForm) -> Bool {
        let (bytes, range) = (form.bytes, form.hostRange)
        switch host {
        case .exactly(let name): guard bytes.equals(name, in: range) else { return false }
        case .under(let name): guard Self.isHost(range, of: bytes, atOrUnder: name) else { return false }
        case .google: guard Self.isGoogle(range, of: bytes) else { return false }
        }
        let length = path.utf8CodeUnitCount
        let isBeginning = path.withUTF8Buffer { unsafe $0.last == .slash }
        guard form.pathRange.count >= length, isBeginning || form.pathRange.count == length else { return false }
        return bytes.equals(path, in: form.pathRange.prefix(length))
    }

    private static func isHost(_ range: Range<Int>, of bytes: [UInt8], atOrUnder name: StaticString) -> Bool {
        let start = range.upperBound - name.utf8CodeUnitCount
        guard start >= range.lowerBound, bytes.equals(name, in: start..<range.upperBound) else { return false }
        return start == range.lowerBound || bytes[start - 1] == .dot
    }

    private static func isGoogle(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard bytes[range.lowerBound] == UInt8(ascii: "g"), bytes.matches("google.", at: range.lowerBound) else {
            return false
        }
        let labels = bytes[range].dropFirst("google.".utf8.count).split(
            separator: .dot, omittingEmptySubsequences: false)
        return labels.count <= 2 && labels.allSatisfy { (2...3).contains($0.count) && $0.allSatisfy(\.isASCIILetter) }
    }

    private func targetText(of form: CanonicalForm) -> String? {
        switch target {
        case .parameter(let name):
            guard let value = Self.value(of: name, in: form) else { return nil }
            // What is not ASCII need not be UTF-8, and the parser would encode it again.
            return String(decoding: value.percentDecoded(where: \.isASCII), as: UTF8.self)
        case .path(let scheme):
            let rest = form.bytes[form.pathRange].dropFirst(path.utf8CodeUnitCount)
            // The rest must begin with a host, or with a whole URL that was appended as it is.
            guard rest.prefix(while: { $0 != .slash }).contains(where: { $0 == .dot || $0 == .colon }) else {
                return nil
            }
            let query = form.query.isEmpty ? "" : "?" + String(decoding: form.query, as: UTF8.self)
            let isWhole = rest.starts(with: "http:".utf8) || rest.starts(with: "https:".utf8)
            return (isWhole ? "" : scheme.description) + String(decoding: rest, as: UTF8.self) + query
        }
    }

    private static func value(of name: StaticString, in form: CanonicalForm) -> ArraySlice<UInt8>? {
        for parameter in form.query.split(separator: .ampersand) {
            let equals = parameter.firstIndex(of: .equals) ?? parameter.endIndex
            if form.bytes.equals(name, in: parameter.startIndex..<equals), equals < parameter.endIndex {
                return parameter[(equals + 1)...]
            }
        }
        return nil
    }
}

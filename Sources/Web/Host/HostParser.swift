import Bytes

/// The host parser of the WHATWG URL Standard (section 3.5).
struct HostParser {
    let isSpecial: Bool

    /// Appends the serialized host that `text`, not empty, means.
    func append(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) throws(WebURLError) {
        let bad = WebURLError.badHost(String(decoding: text, as: UTF8.self))
        if text.first == .openBracket {
            guard text.last == .closeBracket, let address = IPv6Address(text.dropFirst().dropLast()) else { throw bad }
            output.append(.openBracket)
            address.append(to: &output)
            output.append(.closeBracket)
        } else if isSpecial {
            guard let domain = asciiDomain(text.percentDecoded()),
                !domain.contains(where: ByteSet.forbiddenInDomain.contains)
            else { throw bad }
            switch IPv4Address.read(domain) {
            case .address(let address): address.append(to: &output)
            case .notAnAddress: output.append(contentsOf: domain)
            case .malformed: throw bad
            }
        } else {
            guard !text.contains(where: ByteSet.forbiddenInHost.contains) else { throw bad }
            output.append(text, percentEncoding: .c0Control)
        }
    }

    /// `domain` in lower-case ASCII, its other labels as A-labels; nil where IDNA allows no such domain.
    ///
    /// What is ASCII is kept, also where a label that claims to be one of IDNA (`xn--`) is none: whether there is such a
    /// name is up to the resolver, as in browsers (whatwg/url#914).
    private func asciiDomain(_ domain: [UInt8]) -> [UInt8]? {
        let ascii = domain.allSatisfy(\.isASCII) ? domain.map(\.asciiLowercased) : IDNA.asciiDomain(domain)
        return ascii?.isEmpty == false ? ascii : nil
    }
}

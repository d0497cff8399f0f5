public import HTML

extension HTMLDocument {
    /// Reads a page. Time and memory are linear in its size.
    /// - Parameter selectors: those that will be asked of it: what they ask for is kept.
    public init(_ html: String, limits: HTMLLimits = .default, selectors: [CSSSelector] = []) {
        var html = html
        self = html.withUTF8 { unsafe HTMLDocument($0, limits: limits, selectors: selectors) }
    }

    /// - Parameter bytes: valid UTF-8.
    public init(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: HTMLLimits = .default, selectors: [CSSSelector] = []
    ) {
        unsafe self.init(bytes, limits: limits, keepingAttributes: selectors.flatMap(\.attributeNames))
    }
}

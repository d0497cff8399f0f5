extension UnsafeBufferPointer<UInt8> {
    /// Without ASCII white space and control characters at both ends.
    @inlinable
    package var withoutOuterSpace: UnsafeBufferPointer<UInt8> {
        var (start, end) = (0, count)
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return UnsafeBufferPointer(rebasing: self[start..<end])
    }
}

extension String {
    /// Whether an ASCII character is in the text.
    package func holds(_ sign: Unicode.Scalar) -> Bool {
        precondition(sign.isASCII)
        return utf8Span.span.contains(UInt8(sign.value))
    }

    /// Without ASCII white space and control characters at both ends.
    package var trimmed: String {
        utf8Span.span.withUnsafeBufferPointer { bytes in
            let inner = bytes.withoutOuterSpace
            return inner.count == bytes.count ? self : String(valid: inner)
        }
    }
}

extension String? {
    /// Nil for the empty string too.
    package var nonEmpty: String? {
        guard let trimmed = self?.trimmed, !trimmed.isEmpty else { return nil }
        return trimmed
    }
}

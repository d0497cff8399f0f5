import XML

/// What XML is read with, as the system has it now.
public enum ParseLibrary {
    /// `libxml2/2.9.14`.
    public static var version: String {
        let digits = XMLLibrary.version.prefix(while: \.isNumber)
        guard let number = Int(digits) else { return "libxml2/\(XMLLibrary.version)" }
        return "libxml2/\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    }
}

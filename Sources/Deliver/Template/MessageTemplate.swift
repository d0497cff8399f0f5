import Mustache

/// A body or a line of one's own, in mustache (<https://mustache.github.io/mustache.5.html>): `{{title}} {{url}}`.
///
/// Variables, sections and comments; no partials, pragmas or other delimiters. A template that begins with a bracket is
/// JSON: what goes in is escaped for strings in double quotes. Any other is plain text.
public struct MessageTemplate: Sendable {
    /// What is wrong with a template, and where.
    public struct Fault: Error, Equatable, Sendable {
        /// From 1, of the template's own text.
        public var line: Int
        public var reason: String
    }

    /// Whether the output is JSON.
    let isJSON: Bool
    private let template: MustacheTemplate

    /// Bytes of a template, and sections in one another: the parser and the renderer recurse.
    static let limit = 64 * 1024, depthLimit = 32

    /// - Parameter isLine: the output is one line for people, whatever line breaks and control characters go in.
    public init(_ text: String, isLine: Bool = false) throws(Fault) {
        guard text.utf8.count <= Self.limit else {
            throw Fault(line: 1, reason: "the template is longer than \(Self.limit) bytes; shorten it")
        }
        try Self.checkTags(of: text)
        isJSON = Self.beginsJSON(text)
        TemplateEscaping.register
        let escaping: TemplateEscaping = isJSON ? .json : isLine ? .line : .none
        do {
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE:\(escaping.rawValue)}}" + text)
        } catch let error as MustacheTemplate.ParserError {
            throw Fault(line: error.context.lineNumber, reason: Self.reason(of: error.error))
        } catch {
            throw Fault(line: 1, reason: "\(error)")
        }
    }

    /// Fills the template from JSON objects: a name is looked up in the last of them first. Whatever is not an object
    /// is left out.
    public func render(_ objects: [UInt8]...) -> [UInt8] {
        render(objects.compactMap { TemplateValue($0) })
    }

    func render(_ values: [TemplateValue]) -> [UInt8] {
        var members: [String: Any] = [:]
        for case .object(let object) in values { members.merge(object.compactMapValues(\.content)) { $1 } }
        return Array(template.render(members).utf8)
    }

    /// Partials would name files, pragmas and other delimiters would get around the escaping.
    private static func checkTags(of text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        var (line, depth, index) = (1, 0, 0)
        while index + 2 < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            index += 2
            switch bytes[index] {
            case UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "$"):
                throw Fault(line: line, reason: "templates have no partials and no blocks; write it out")
            case UInt8(ascii: "="), UInt8(ascii: "%"):
                throw Fault(line: line, reason: "templates have no other delimiters and no pragmas; use {{ and }}")
            case UInt8(ascii: "#"), UInt8(ascii: "^"): depth += 1
            case UInt8(ascii: "/"): depth -= 1
            default: break
            }
            guard depth <= depthLimit else {
                throw Fault(line: line, reason: "more than \(depthLimit) sections lie in one another; simplify it")
            }
        }
    }

    private static func beginsJSON(_ text: String) -> Bool {
        let start = text.drop(while: \.isWhitespace)
        return start.first == "[" || (start.first == "{" && start.dropFirst().first != "{")
    }

    private static func reason(of error: any Error) -> String {
        switch error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "a section is closed by another name than it was opened with"
        case .unfinishedName: "a tag does not end with '}}', or its name holds something that no name has"
        case .expectedSectionEnd: "a section is not closed; end it with '{{/name}}'"
        default: "this is not mustache: \(error)"
        }
    }
}

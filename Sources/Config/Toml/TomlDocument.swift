import CToml

/// What toml++ could not read, and where it stopped.
struct TomlError: Error, Equatable {
    /// In toml++'s words.
    let message: String
    let position: Position
}

/// A TOML document with the place of every key and value. Nodes keep it alive.
@safe final class TomlDocument {
    private let document: OpaquePointer
    fileprivate let nodes: UnsafeBufferPointer<ctoml_node>
    fileprivate let file: Int

    /// - Parameter file: of the places of its nodes.
    /// - Throws: the first syntax error; toml++ stops there. Running out of memory counts as one, at the top.
    init(_ text: [UInt8], file: Int = 0) throws(TomlError) {
        let parsed = unsafe text.withUnsafeBytes {
            unsafe ctoml_parse($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
        }
        guard let parsed = unsafe parsed else {
            throw TomlError(message: "not enough memory for this file", position: Position(line: 1, column: 1))
        }
        var place = ctoml_position()
        if let message = unsafe ctoml_error(parsed, &place) {
            let error = unsafe TomlError(message: String(cString: message), position: Position(place))
            unsafe ctoml_free(parsed)
            throw error
        }
        var count = 0
        unsafe document = parsed
        self.file = file
        unsafe nodes = UnsafeBufferPointer(start: ctoml_nodes(parsed, &count), count: count)
    }

    deinit {
        unsafe ctoml_free(document)
    }

    var root: TomlNode { TomlNode(document: self, index: 0) }
}

/// One value of a document: its kind, its key if it has one, its place.
struct TomlNode {
    enum Kind: Equatable {
        case table, array, string, integer, float, boolean, date
    }

    fileprivate let document: TomlDocument
    fileprivate let index: Int

    private var node: ctoml_node { unsafe document.nodes[index] }

    var kind: Kind {
        switch unsafe node.kind {
        case CTOML_TABLE: .table
        case CTOML_ARRAY: .array
        case CTOML_STRING: .string
        case CTOML_INTEGER: .integer
        case CTOML_FLOAT: .float
        case CTOML_BOOLEAN: .boolean
        default: .date
        }
    }

    /// Empty for the document and for elements of an array.
    var key: String { unsafe Self.text(node.key, node.key_length) }

    /// Where the key is, or the value of one that has none.
    var keyPosition: Position { unsafe node.key_at.line == 0 ? position : place(node.key_at) }

    /// Where the value starts; for a table with a header, where the header does.
    var position: Position { unsafe place(node.at) }

    /// Just past the value; for a table with a header, past the header.
    var end: Position { unsafe place(node.until) }

    private func place(_ place: ctoml_position) -> Position {
        var position = Position(place)
        position.file = document.file
        return position
    }

    /// Whether this is a table that a header of its own begins: neither inline nor made by a dotted key.
    var isHeaded: Bool { unsafe kind == .table && node.headed }

    var string: String? { unsafe kind == .string ? Self.text(node.text, node.text_length) : nil }
    var integer: Int? { unsafe kind == .integer ? Int(node.integer) : nil }
    var boolean: Bool? { unsafe kind == .boolean ? node.boolean : nil }

    /// The values of a table, sorted by key, or of an array, in order; empty for anything else.
    var children: Children { unsafe Children(document: document, index: index + 1, end: Int(node.next)) }

    /// This table's value of that key.
    func child(_ key: String) -> TomlNode? {
        children.first { $0.key == key }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    struct Children: Sequence, IteratorProtocol {
        fileprivate let document: TomlDocument
        fileprivate var index: Int
        fileprivate let end: Int

        var isEmpty: Bool { index >= end }

        mutating func next() -> TomlNode? {
            guard index < end else { return nil }
            defer { index = unsafe Int(document.nodes[index].next) }
            return TomlNode(document: document, index: index)
        }
    }
}

extension Position {
    fileprivate init(_ place: ctoml_position) {
        self.init(line: Int(place.line), column: Int(place.column))
    }
}

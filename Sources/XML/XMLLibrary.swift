import CLibxml2

/// The libxml2 that is loaded.
package enum XMLLibrary {
    /// `20914`, and what its packager adds.
    package static var version: String { String(cString: np_xml_version()) }
}

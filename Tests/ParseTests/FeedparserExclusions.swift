/// Tests of feedparser that speak of what newspool does not carry or decides in another way, each with the reason.
enum FeedparserExclusions {
    static func reason(for test: FeedparserCase) -> String? {
        if let reason = files[test.name] { return reason }
        if test.expectation.contains("encoding == 'us-ascii'"),
            test.headers["content-type"]?.contains("us-ascii") != true
        {
            return "RFC 3023's us-ascii for text/* without a charset: no server means it, and RFC 7303 took it back"
        }
        if test.name.hasPrefix("illformed/chardet/") { return "statistical guesses at an encoding" }
        if test.name.hasPrefix("wellformed/http/headers_"), !test.name.contains("content_location") {
            return "HTTP headers: Fetch has them"
        }
        return nil
    }

    private static let files: [String: String] = {
        var table: [String: String] = [:]
        for (reason, names) in byReason { for name in names { table[name] = reason } }
        return table
    }()

    private static let byReason: [String: [String]] = [
        "ids are kept as published": [
            "wellformed/base/http_entry_id_base_docuri.xml", "wellformed/base/http_feed_id_base_docuri.xml",
        ],
        "only points are kept of places": [
            "wellformed/geo/georss_box.xml", "wellformed/geo/georss_polygon.xml", "wellformed/geo/gml_linestring.xml",
        ],
        "`yes` and `true` count in any spelling": [
            "wellformed/itunes/itunes_channel_block_true.xml", "wellformed/itunes/itunes_channel_block_uppercase.xml",
            "wellformed/itunes/itunes_channel_block_whitespace.xml",
            "wellformed/itunes/itunes_channel_explicit_whitespace.xml",
            "wellformed/itunes/itunes_item_explicit_uppercase.xml",
            "wellformed/itunes/itunes_item_explicit_whitespace.xml",
        ],
        "HTML 5 moved &rang; to U+27E9": ["entities/rang.xml"],
        "what feedparser keeps and newspool has no field for": [
            "wellformed/namespace/unknown-namespace.xml", "wellformed/rss/channel_dcterms_created.xml",
            "wellformed/rss/item_expirationDate.xml", "wellformed/rss/item_expirationDate_multiple_values.xml",
            "wellformed/rss/item_madeup_tags_element.xml",
        ],
        "`guid_is_permalink` says what the feed says, whether or not there is a link": [
            "wellformed/rss/item_guid_isPermaLink_conflict_link_not_guidislink.xml"
        ],
        "keywords and categories are both kept; `tags` joins them": [
            "wellformed/itunes/itunes_channel_keywords_duplicate_2.xml"
        ],
        "SVG and MathML are not let through": [
            "wellformed/namespace/atommathml.xml", "wellformed/namespace/atomsvgdesc.xml",
            "wellformed/namespace/atomsvgtitle.xml", "wellformed/namespace/rss2.0svg.xml",
        ],
        "HTML is read as browsers read it": [
            "wellformed/rss/item_description_not_a_doctype.xml", "wellformed/atom10/missing_quote_in_attr.xml",
            "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml",
            "encoding/demoronize-3.xml", "wellformed/rss/item_description_not_a_doctype2.xml",
        ],
        "what is inside a head, a frame or an object is not text for readers": [
            "wellformed/sanitize/entry_content_iframe.xml", "wellformed/sanitize/entry_summary_object.xml",
            "wellformed/sanitize/feed_copyright_crazy.xml", "wellformed/sanitize/feed_info_crazy.xml",
            "wellformed/sanitize/feed_info_iframe.xml", "wellformed/sanitize/feed_subtitle_crazy.xml",
            "wellformed/sanitize/feed_title_crazy.xml", "wellformed/sanitize/item_content_encoded_crazy.xml",
            "wellformed/sanitize/item_content_encoded_object.xml", "wellformed/sanitize/item_description_object.xml",
        ],
        "an RDF document without a single element of RSS": ["wellformed/rss/rss_version_090.xml"],
    ]
}

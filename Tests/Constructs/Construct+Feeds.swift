extension Construct {
    /// Of documents: what is before the root, tags, attributes, namespaces, entities, CDATA, items, JSON, outlines.
    public static let ofFeeds: [Construct] =
        units(
            .feed, before: "<rss/>",
            ["<![>", "<? >", "<?", "<!", "<!-- -->", "<!--", " ", "x", "<", "<!DOCTYPE rss>", "\u{FEFF}"])
        + units(
            .feed, after: "<!DOCTYPE rss [", before: "]><rss/>",
            [
                "<!--", "<!ENTITY a# \"x\">", "<!ENTITY a \"&b;\">", "<!ENTITY % a \"x\">%a;", "<!ENTITY", "<![", "'",
                "%a;",
            ])
        + units(
            .feed, after: "<rss><channel>",
            [
                "<a b=", "<a b=\"", "<? >", "<?", "<!x", "<!", "<!--", "<!-- -->", "<a>", "</a>", "<a/>", "<a", "</a",
                "<", "<a#>",
                "</a#>", "<link>x", "<link>", "<title>x", "<p>x", "<item>", "<item/>", "<item><title>a</title>",
                "<entry>",
                "<item><title>a</title></item>", "<item><link>http://e/#</link><guid>#</guid></item>",
                "<item><description>&lt;p&gt;x</description></item>", "<image><url>x</url></image>", "<textInput>",
                "<z:a xmlns:a#=\"x\">", "<a xmlns=\"u#\">", "<a#:b>", "<a#:b/>",
                "<skipDays><day>Monday</day></skipDays>",
            ])
        + [Construct(.feed, "<b c=\"<c\" ", after: "<rss><channel>", before: " x <c>")]
        + units(
            .feed, after: "<rss><channel><a", before: ">",
            [" a#=\"x\"", " a=\"x\"", " a=x", " a", "\"", "'", "=", " xmlns:a#=\"u\"", "/", " a#", " a='\"", "é"])
        + units(
            .feed, after: "<rss><channel><title>",
            [
                "&", "&a", "&amp;", "&#38;", "&#x26;", "&amp;amp;", "&nbsp;", "&#", "&lt;b&gt;", "]]>", "<![CDATA[",
                "<![CDATA[x]]>",
                "]]", "\u{1}", "é", "Ã©", "\u{FFFF}", "\u{202E}", "<b>", "<b>x</b>", "a ", "\n",
            ])
        + units(
            .feed, after: "<rss><channel><item>",
            [
                "<category>#</category>", "<category>a</category>", "<enclosure url=\"http://e/#\"/>",
                "<author>a@b.c (#)</author>",
                "<dc:creator>#</dc:creator>", "<media:content url=\"http://e/#\"/>",
                "<media:group><media:content url=\"http://e/#\"/>",
                "<podcast:person>#</podcast:person>", "<link>http://e/#</link>", "<guid>#</guid>",
                "<pubDate>1 Jan 2024</pubDate>",
                "<content:encoded>x</content:encoded>", "<itunes:keywords>a#,</itunes:keywords>",
                "<comments>http://e/#</comments>",
            ])
        + units(
            .feed, after: "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>",
            [
                "<link href=\"#\"/>", "<author><name>#</name></author>", "<category term=\"#\"/>",
                "<a xml:base=\"b/\">",
                "<content type=\"xhtml\"><div>", "<content type=\"xhtml\"><div><b a=\"x\">x</b></div></content>",
                "<source><title>x</title>",
            ])
        + units(
            .feed, after: "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            ["<items><rdf:Seq><rdf:li rdf:resource=\"#\"/>", "<item rdf:about=\"#\"/>", "<channel/>"])
        + units(.feed, after: "{\"items\":", ["[", "{\"a\":", "[{", "[{\"id\":", "\"", "//\n", "/*", "/", "[,"])
        + units(
            .feed, after: "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", before: "]}",
            [
                "{\"id\":#},", "{\"id\":\"#\",\"content_html\":\"<p>x\"},", "{},", "1,", ",", "'a',", "\"\\u00e9\",",
                "\"a\" b\",", "\"\" ",
                "{\"id\":\"#\",\"authors\":[{\"name\":\"a\"}],\"tags\":[\"#\"]},", "[],", "/**/", "NaN,", "-", "\\",
            ])
        + units(
            .feed, after: "{\"items\":[{\"id\":\"1\",", before: "}]}",
            ["\"a\":1,", "\"a#\":1,", "\"items\":[],", "a:1,", "\"authors\":[{\"name\":\"#\"}],", "\"tags\":[\"#\"],"])
        + units(
            .feed, after: "{\"items\":[{\"id\":\"1\",\"tags\":[", before: "\"\"]}]}", ["\"#\",", "\"a\",", "[\"a\"],"])
        + units(
            .feed, after: "{\"items\":[{\"id\":\"1\",\"attachments\":[", before: "{}]}]}",
            ["{\"url\":\"http://e/#\",\"mime_type\":\"audio/mpeg\"},", "{},"])
        + units(
            .feed, after: "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
            ["<url><loc>http://e/#</loc></url>", "<url><loc>http://e/", "<url>", "<lastmod>2024-01-01</lastmod>"])
        + [
            Construct(
                .feed, "<sitemap><loc>http://e/#</loc></sitemap>",
                after: "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">")
        ]
        + units(
            .feed, after: "<rss><channel><item><title>", before: "]]&gt;</title>",
            ["&lt;![CDATA[x>", "&lt;![CDATA[x]]&gt;", "]]&gt;&lt;![CDATA[", "&amp;lt;![CDATA[x>"])
        + [Construct(.feed, "&lt;![CDATA[x>", after: "<rss><channel><item><description>")]
        + units(
            .outlines, after: "<opml><body>",
            [
                "<outline xmlUrl=\"http://e/#\">", "<outline xmlUrl=\"http://e/#\"/>", "<outline text=\"a\">", "<a b=",
                "</outline>",
                "<outline text=\"&amp;\" ", "<!--",
            ])

    static func units(
        _ reader: Reader, after before: String = "", before after: String = "", _ units: [String]
    ) -> [Construct] {
        units.map { Construct(reader, $0, after: before, before: after) }
    }
}

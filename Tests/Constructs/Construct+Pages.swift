extension Construct {
    /// Of HTML: bodies of items, which become HTML, text and Markdown; pages; selectors.
    public static let ofPages: [Construct] =
        units(
            .body,
            [
                "<b>", "<b><p>x", "<b></p>", "<p></b>", "<a href=x>y", "<a href=\"", "<blockquote>x<br>",
                "<blockquote>", "<ul><li>x",
                "<li></ul>", "<ol start=1>", "<table><tr><td>x", "<table>", "<tr>", "<td>", "<tbody>", "<caption>",
                "<col>", "<dl>", "<dt>x<dd>y",
                "</p>", "</", "</x", "<x", "<", "<!--", "<!-", "<!", "<!-->", "<?x", "<p title=\"", "<p title=x a#=y>z",
                "<p\n", "<svg>", "<svg></svg>",
                "<svg><title>", "<math>", "<object data=x>", "<object data=x></object>", "<embed src=x>",
                "<iframe src=x>", "<iframe", "<img src=x alt=y>",
                "<img src=x title=\"#\">", "<noscript><img src=x>", "<picture><source srcset=x>",
                "<video><source src=x>", "<video>x</video>", "<audio src=x>",
                "<ruby>a<rt>b", "<select><option>", "<button>", "<form><input>", "<font>", "<nobr>", "<center>", "<h1>",
                "<h1>x</h2>", "<hr>",
                "<details><summary>", "<q>", "<sub>", "<script>", "<script></script>", "<style>", "<textarea>",
                "<title>", "<xmp>", "<plaintext>", "<template>",
                "<pre>", "<pre>\n", "<code>", "<pre><code>x\n", "<code>`</code>", "<span>x", "<div align=center>",
                "<del>x", "<time datetime=2024>x",
                "*", "_", "`", "[", "](", "!", "\\", "|", "#", "> ", "1. ", "- ", "~~", "*_`[", "**a", "a_b",
                "http://e.x/ ", "www.a.b ", "a@b.c ", "\t",
                "&", "&#", "&am", "&lt", "&lt;b&gt;", "&amp;lt;", "&copy", "&zwj;", "\u{202E}", "\u{85}", "a\u{300}",
                "  \n", "<br>", "<br>x", "\r", "é",
                "<p>x", "<p>x</p>", "<p><img src=x><p>", "<div><div>x</div>", "<a href=x><img src=y></a>", "<b>a</b>b",
                "a<b>!</b>", "<wbr>", "&shy;",
            ])
        + units(
            .body, after: "<pre>", ["<span class=line>a</span>", "a\n", "<b>", "```\n", "`", "<br>", "<div>x</div>"])
        + units(
            .body, after: "<img srcset=\"", before: "\">", ["a 1x,", "a,", ",", " ", "data:image/png;base64,A 1x,"])
        + units(
            .body, after: "<a href=\"https://e.example/\(String(repeating: "u", count: 4000))\">",
            ["<p>x</p>", "x<br>", "<table><tr><td>"])
        + units(
            .body, after: String(repeating: "<blockquote>", count: 200), ["a<br>", "a\n", "<p>x</p>", "<pre>a\n</pre>"])
        + units(.body, after: String(repeating: "<blockquote>", count: 200) + "<pre>", ["a\n"])
        + units(.body, after: String(repeating: "<ul><li>", count: 100), ["a<br>", "<p>x</p>", "<pre>a\n</pre>"])
        + units(.body, after: "<table><tr>" + String(repeating: "<td>", count: 60), ["<tr><td>a", "<tr>", "<td>a"])
        + units(
            .page,
            [
                "(- <dl>", "<div class=\"a b c\">x", "<div>", "</div>", "<p>some words, here",
                "<p>some words, here</p>", "<li><a href=x>y</a>",
                "<section><p>x", "<article>", "<article><p>some words, here</p></article>", "<h1>x",
                "<h2><a href=/x>y</a></h2><p>z", "<span>x",
                "<nav><a href=x>y</a></nav>", "<time datetime=2024-01-01>x</time>", "<br>x", "<table><tr><td>x",
                "<pre>x", "<figure><img src=x>",
                "<meta name=a content=b>", "<meta charset=x>", "<meta property=og:image content=/x>",
                "<link rel=alternate href=x>", "<template>x",
                "<template shadowrootmode=open>x", "<div class=comment><p>some words, here</p></div>",
                "<div class=post id=p#><p>some words, here</p></div>",
                "<script type=\"application/ld+json\">{\"@type\":\"Article\"}</script>", "<script>x</script>",
                "<div hidden>x</div>", "<a name=x>",
                "<div id=a#>x</div>", "<p class=byline>By A B</p>", "<ul>", "<details>x", "<aside>x", "<main>",
                "<title>x</title>", "<html>", "<body>",
                "<div id=\"S:#\">x</div>", "<base href=x>", "<img src=x>", "<p><b>x</b></p>", "<blockquote>x", "x\n",
                "&nbsp;", "|", "By ",
            ])
        + units(
            .page, after: "<script type=\"application/ld+json\">",
            [
                "[", "{\"a\":", "[{\"@type\":\"Article\"},", "{\"@graph\":[", "\"\\u00e9",
                "{\"@type\":\"Article\",\"author\":[{\"name\":\"#\"}],\"a\":",
            ])
        + units(
            .selector,
            [
                "<div class=\"a b c\">x", "<div class=\"a x\"><div class=b><div class=c>x", "<p title=bx>x</p>",
                "<div class=a>x</div>",
                "<div class=\"#\">", "<p class=q>", "<p title=\"", "<div class=\"a a a a a a a a\">",
            ])
}

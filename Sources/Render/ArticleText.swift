public import Model

/// The article file's text, for commands that print it.
public enum ArticleText {
    /// As `spool/articles/…/….md` has it, without front matter. Ends in one newline.
    public static func markdown(_ item: Item, body: String) -> [UInt8] { ArticleMarkdown().render(item, body: body) }
}

public enum Markdown { public static func escaped(_ text: String) -> String { text } }

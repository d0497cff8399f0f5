public import Foundation

/// Where test documents lie: the project's own, and the larger corpora that only some machines have beside the tree.
public enum Fixtures {
    /// `Tests/Fixtures` of this source tree.
    public static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// The corpora beside the project (`../shared/corpus`), or nil in a clone that has none: tests that use it skip then.
    public static let corpus: URL? = {
        let url = directory.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "shared/corpus")
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()
}

import Testing

@testable import Files

@Suite struct PathTests {
    @Test(arguments: [
        ("/a/b", "b", "/a"), ("/a/b/", "b", "/a"), ("/a", "a", "/"), ("/", "", "/"), ("a", "a", "."), ("a/b", "b", "a"),
    ])
    func pathsComeApart(path: String, name: String, parent: String) {
        #expect(path.lastName == name && path.parentPath == parent)
    }
}

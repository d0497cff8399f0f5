import Testing

@testable import Config

@Suite("Templates are checked by whoever knows mustache, and their faults are placed in the file")
struct TemplateTests {
    private func faults(_ value: String, line: Int) -> [String] {
        let text = "[[webhook]]\nname = \"a\"\nurl = \"http://a.example/\"\ntemplate = \(value)\n"
        do throws(ConfigurationError) {
            _ = try ConfigurationFile.read(
                text.utf8, path: "f", directory: "/", files: { _ throws(FileProblem) in [] },
                templates: { _ in TemplateProblem(line: line, reason: "wrong") })
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test(arguments: [
        ("\"{{x\"", 1, "f:4:12: 'template': wrong"), ("'''\n{{x\n'''", 1, "f:5:1: 'template': wrong"),
        ("\"\"\"a\n{{x\"\"\"", 2, "f:5:1: 'template': wrong"), ("'''\na\nb\n{{x'''", 3, "f:7:1: 'template': wrong"),
    ])
    func place(value: String, line: Int, fault: String) {
        #expect(faults(value, line: line) == [fault])
    }
}

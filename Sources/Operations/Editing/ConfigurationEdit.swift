public import Config
import Foundation
import Glibc
public import Settings

extension ConfigurationSource {
    /// Edits feeds.toml: reads and checks it, lets `change` work on its text, checks the result, and puts it in the old
    /// one's place in one step. Edits of several processes follow one another, so that none is lost.
    ///
    /// - Parameter change: is given the file as it is now; what it throws ends the edit.
    /// - Returns: what `change` returned. A text that did not change is not written.
    public func edit<Value>(
        _ change: (Configuration, inout ConfigurationEditor) throws(ConfigurationEditor.Problem) -> Value
    ) throws(EditError) -> Value {
        let file = try LockedFile(path)
        let (configuration, text): (Configuration, [UInt8])
        do throws(UnusableConfiguration) {
            text = try self.text()
            configuration = try read(text)
        } catch {
            throw .configuration(error)
        }
        var editor = ConfigurationEditor(text)
        let value: Value
        do throws(ConfigurationEditor.Problem) {
            value = try change(configuration, &editor)
        } catch {
            throw .editor(error)
        }
        if editor.text == text { return value }
        do throws(UnusableConfiguration) {
            _ = try read(editor.text)
        } catch .faulty(let faults) {
            throw .wouldBeFaulty(faults)
        } catch {
            throw .configuration(error)
        }
        try file.replace(with: editor.text)
        return value
    }
}

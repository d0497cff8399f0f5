public import Config
import Foundation
import Glibc

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
        do throws(DaemonError) {
            text = try self.text()
            configuration = try read(text)
        } catch {
            throw .source(error)
        }
        var editor = ConfigurationEditor(text)
        let value: Value
        do throws(ConfigurationEditor.Problem) {
            value = try change(configuration, &editor)
        } catch {
            throw .editor(error)
        }
        if editor.text == text { return value }
        do throws(DaemonError) {
            _ = try read(editor.text)
        } catch .faultyConfiguration(let faults) {
            throw .wouldBeFaulty(faults)
        } catch {
            throw .source(error)
        }
        try file.replace(with: editor.text)
        return value
    }
}

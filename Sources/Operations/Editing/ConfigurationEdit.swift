public import Config
import Files
import Foundation
import Glibc
public import Settings

extension ConfigurationSource {
    /// Edits feeds.toml and the files that it includes: reads and checks them, lets `change` work on their texts, checks the
    /// result, and puts each changed file in the old one's place in one step. Edits of several processes follow one another,
    /// so that none is lost.
    ///
    /// - Parameter file: which included file new feeds go to. It is made where it is not there; nil: feeds.toml itself.
    /// - Parameter change: is given the files as they are now; what it throws ends the edit.
    /// - Returns: what `change` returned. A text that did not change is not written.
    public func edit<Value>(
        into file: String? = nil,
        _ change: (Configuration, inout ConfigurationEditors) throws(ConfigurationEditors.Failure) -> Value
    ) throws(EditError) -> Value {
        let lock = try LockedFile(path)  // for all of them: who edits an included file has it too
        let made = try file.flatMap { path throws(EditError) in try makeIncluded(path, as: lock) }
        var isMadeInVain = made != nil
        defer { if isMadeInVain, let made { unlink(made) } }
        let snapshot: Snapshot
        do throws(UnusableConfiguration) {
            snapshot = try self.snapshot()
        } catch {
            throw .configuration(error)
        }
        let target = try file.flatMap { path throws(EditError) in try included(path, in: snapshot.configuration) }
        var editors = ConfigurationEditors(snapshot.text, included: snapshot.included, target: target)
        let value: Value
        do throws(ConfigurationEditors.Failure) {
            value = try change(snapshot.configuration, &editors)
        } catch {
            throw .editor(file: error.file ?? path, error.problem)
        }
        let changed = snapshot.included.keys.sorted().filter { editors.text(of: $0) != snapshot.included[$0] }
        if editors.text == snapshot.text, changed.isEmpty { return value }
        do throws(UnusableConfiguration) {
            let texts = changed.map { ($0, editors.text(of: $0) ?? []) }
            _ = try read(editors.text, included: Dictionary(texts) { first, _ in first })
        } catch .faulty(let faults) {
            throw .wouldBeFaulty(faults)
        } catch {
            throw .configuration(error)
        }
        for file in changed {
            let bytes = editors.text(of: file) ?? []
            try LockedFile(file).replace(with: bytes)
            if file == target { isMadeInVain = false }
        }
        if editors.text != snapshot.text { try lock.replace(with: editors.text) }
        return value
    }

    /// - Returns: the path where it was not there.
    private func makeIncluded(_ file: String, as main: LockedFile) throws(EditError) -> String? {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST { return nil }
        guard descriptor >= 0 else { throw .cannotWrite(path: file, reason: "\(SystemError(errno))") }
        defer { close(descriptor) }
        do throws(EditError) {
            try main.giveOwnerAndMode(to: descriptor)
        } catch {
            unlink(file)
            throw error
        }
        return file
    }

    /// The path by which the configuration includes a file.
    private func included(_ file: String, in configuration: Configuration) throws(EditError) -> String? {
        var wanted = stat()
        guard stat(file, &wanted) == 0 else { throw .cannotWrite(path: file, reason: "\(SystemError(errno))") }
        var own = stat()
        if stat(path, &own) == 0, own.st_ino == wanted.st_ino, own.st_dev == wanted.st_dev { return nil }
        let path = configuration.included.first { path in
            var info = stat()
            return stat(path, &info) == 0 && info.st_ino == wanted.st_ino && info.st_dev == wanted.st_dev
        }
        guard let path else { throw .notIncluded(path: file, patterns: configuration.include) }
        return path
    }
}

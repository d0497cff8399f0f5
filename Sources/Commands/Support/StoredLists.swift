import Config
import Files
import Settings

extension Configuration {
    /// What the state directory knows of the lists; says so where this user may not look.
    var storedLists: [ListRecord] {
        guard !lists.isEmpty else { return [] }
        do throws(WholeFile.Unreadable) {
            return try ListFile(self).read()
        } catch {
            Output.error("newspool: the feeds of lists are left out: cannot read them in the state: \(error.reason)")
            return []
        }
    }

    /// With the feeds of its lists, as far as they can be read.
    var withStoredLists: Configuration { withFeeds(of: storedLists) }
}

import Control

extension OutboxChange {
    /// Says how many messages it was about, or fails with the daemon's words.
    func report(json: Bool, _ sentence: (Int) -> String) throws(ActionError) {
        if let error { throw .refused(reason: error) }
        if json { Output.write(ReportJSON.bytes(self)) } else { Output.line(sentence(messages)) }
    }
}

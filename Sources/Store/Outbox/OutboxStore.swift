/// The outbox as its readers write to it: each article stays there until all that take it have it.
public protocol OutboxStore {
    /// Notes that a reader has everything up to `seq` for good. A number behind its place changes nothing.
    func acknowledge(_ cursor: CursorName, through seq: Int64) throws(StoreError)

    /// Makes the next article's number higher than `seq`, which readers have already met: the store may be restored from a
    /// backup that is older than the journal. A number below the last one changes nothing.
    func raiseSeq(above seq: Int64) throws(StoreError)
}

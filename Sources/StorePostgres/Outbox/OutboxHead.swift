/// The last number and time given to an article, the bytes of all articles so far, and the last numbers of rows.
struct OutboxHead {
    var seq: Int64
    var time: Int64
    var total: Int64
    var seen: Int64
    var near: Int64

    private static let columns = "SELECT seq, time, total, seen, near FROM head"
    static let select = Query(columns)
    /// Until the end of the transaction no one else numbers anything, or decides anything that other feeds' entries touch.
    static let lock = Query(columns + " FOR UPDATE")

    init(_ rows: Rows) throws(ServerFault) {
        guard let row = rows.first else { throw ServerFault(damage: "the outbox has no head") }
        (seq, time, total) = (row.integer(0), row.integer(1), row.integer(2))
        (seen, near) = (row.integer(3), row.integer(4))
    }

    var save: Query {
        Query(
            """
            UPDATE head SET seq = $1::bigint, time = $2::bigint, total = $3::bigint, seen = $4::bigint, near = $5::bigint
            """
        ) {
            $0.add(seq)
            $0.add(time)
            $0.add(total)
            $0.add(seen)
            $0.add(near)
        }
    }
}

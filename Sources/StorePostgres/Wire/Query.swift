/// A statement with its values. Types are named in the text (`$1::bigint`), so that the server infers no other.
struct Query: Sendable {
    let sql: String
    let parameters: Parameters

    init(_ sql: String, _ fill: (inout Parameters) -> Void = { _ in }) {
        self.sql = sql
        var parameters = Parameters()
        fill(&parameters)
        self.parameters = parameters
    }
}

import CLibpq
import Store

/// Why the server did not do what it was asked.
struct ServerFault: Error {
    /// Five letters and digits (SQLSTATE); empty where there was no answer.
    let code: String
    let reason: String
    /// The connection is of no more use.
    let isConnection: Bool
    /// The transaction may be done all the same: its end was asked for, and there was no answer.
    var mayBeDone = false
    /// The tables are not for this process.
    private var refusal: Refusal?

    private enum Refusal {
        case newerVersion, moved(to: String)
    }

    /// The server's answer.
    init(_ result: OpaquePointer) {
        func field(_ letter: Character) -> String? {
            PQresultErrorField(result, CInt(letter.asciiValue ?? 0)).map { String(cString: $0) }
        }
        code = field("C") ?? ""
        reason = field("M") ?? Self.line(String(cString: PQresultErrorMessage(result)))
        // 08: connection; 57P: shut down, or not yet up; 25006: a server that may not write any more, as after a switch.
        isConnection =
            code.isEmpty || code.hasPrefix("08") || code.hasPrefix("57P") || code == "25006" || code == "25P03"
    }

    /// The connection itself.
    init(connection: OpaquePointer?) {
        let message = connection.map { Self.line(String(cString: PQerrorMessage($0))) } ?? ""
        (code, reason, isConnection) = ("", message.isEmpty ? "the connection was lost" : message, true)
    }

    /// What is in the tables cannot be.
    init(damage reason: String) { (code, self.reason, isConnection) = ("XX001", reason, false) }

    init(connectionReason reason: String) { (code, self.reason, isConnection) = ("", reason, true) }

    /// A later version of newspool has made the tables.
    static let newerTables = Self(.newerVersion)

    /// What they had is elsewhere.
    static func moved(to place: String) -> Self { Self(.moved(to: place)) }

    private init(_ refusal: Refusal) {
        self.init(damage: "")
        self.refusal = refusal
    }

    /// Another transaction was in the way: the same again may go well.
    var isPassing: Bool { ["40001", "40P01", "55P03"].contains(code) }

    /// It concerns a value that was to be written, and nothing else.
    var isOfOneRow: Bool { ["22", "23", "54"].contains { code.hasPrefix($0) } }

    func storeError(at location: String) -> StoreError {
        switch (refusal, code) {
        case (.newerVersion, _): .newerVersion(location: location)
        case (.moved(let place), _): .moved(location: location, to: place)
        case (nil, let code): storeError(of: code, at: location)
        }
    }

    private func storeError(of code: String, at location: String) -> StoreError {
        switch code {
        case _ where isConnection: .unreachable(location: location, reason: reason)
        case "53100": .diskFull(location: location)
        case _ where code.hasPrefix("53"): .unreachable(location: location, reason: reason)
        case "XX001", "XX002": .corrupt(location: location, reason: reason)
        case _ where isOfOneRow: .failed(location: location, reason: "\(reason) (\(code))", .refused)
        default: .failed(location: location, reason: "\(reason) (\(code))", .database(code: 0))
        }
    }

    /// libpq's messages have lines, the later ones with hints; and where there are several hosts one for each.
    private static func line(_ message: String) -> String {
        message.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "; ")
    }
}

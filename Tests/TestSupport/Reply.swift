/// What a `LoopbackServer` does in answer to a request: a script of steps.
public struct Reply: Sendable {
    public enum Step: Sendable {
        case send([UInt8])
        /// Sends the bytes one at a time, with a pause after each; again and again if `forever`.
        case drip([UInt8], every: Duration, forever: Bool = false)
        /// Sends the bytes again and again until the client has enough.
        case flood([UInt8])
        /// Goes on when the test opens the gate.
        case wait(Gate)
        /// Sends nothing more until the client hangs up, and then opens the gate.
        case stall(Gate = Gate())
        /// From here on, bytes go both ways between the client and another server.
        case tunnel(host: String, port: Int)
        /// Ends the connection: in order, or by a reset that throws away what was sent and not yet read.
        case close, reset

        public static func send(_ text: String) -> Step { .send(Array(text.utf8)) }
    }

    public var steps: [Step]

    /// Nothing but these steps, one after the other. The connection stays open after them unless they end it.
    public static func script(_ steps: Step...) -> Reply { Reply(steps: steps) }

    /// These bytes, whatever they are, and the end of the connection.
    public static func raw(_ bytes: [UInt8]) -> Reply { .script(.send(bytes), .close) }
    public static func raw(_ text: String) -> Reply { .raw(Array(text.utf8)) }

    /// 200 with a body.
    public static func ok(_ body: String, _ headers: KeyValuePairs<String, String> = [:]) -> Reply {
        .status(200, headers, body: Array(body.utf8))
    }

    public static func ok(_ body: [UInt8], _ headers: KeyValuePairs<String, String> = [:]) -> Reply {
        .status(200, headers, body: body)
    }

    /// A redirect; `location` goes out as it is.
    public static func redirect(_ status: Int, to location: String) -> Reply {
        .status(status, ["Location": location])
    }

    /// An answer with a `Content-Length` that is right, unless `headers` has one; a 304 has none, as is usual.
    public static func status(
        _ status: Int, _ headers: KeyValuePairs<String, String> = [:], body: [UInt8] = []
    ) -> Reply {
        var head = "HTTP/1.1 \(status) Whatever\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let hasLength = headers.contains { $0.key.lowercased() == "content-length" }
        if status != 304, !hasLength { head += "Content-Length: \(body.count)\r\n" }
        return .script(.send(Array("\(head)\r\n".utf8) + body))
    }
}

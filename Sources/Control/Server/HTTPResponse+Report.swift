import FlyingFox

extension HTTPResponse {
    static func json(_ status: HTTPStatusCode, encoding answer: some Encodable) -> HTTPResponse {
        .json(status, ReportJSON.bytes(answer))
    }
}

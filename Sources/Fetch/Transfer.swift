import Bytes
import CLibcurl
import Glibc
import Web

/// One request under way: its chain of hops, the handle that makes them one after the other, and the callers that wait.
/// Confined to the loop's queue.
final class Transfer {
    typealias Outcome = Result<Response, FetchError>

    let id: Int
    let handle: EasyHandle
    /// The name that the hop looks up; nil if it needs none.
    private(set) var hostToLookUp: String?
    private let request: Request
    private var chain: RedirectChain
    private let gate: LookupLimiter
    private let sessions: SessionShares
    private let continuation: CheckedContinuation<Outcome, Never>
    private var start = ContinuousClock.now
    private var answer: HopAnswer
    /// Whether libcurl asks for encodings and decodes them.
    private var decodes = true
    /// How often the hop was made again because its connection failed without being a fault of the server's answer.
    private var retries = 0
    /// HTTP/2 has failed twice here.
    private var isDowngraded = false
    /// Why the bytes of the answer are taken as they are: libcurl takes nothing of one that is framed like this.
    private var rawReason: FetchError?
    private var isRaw: Bool { rawReason != nil }
    /// Whether this hop goes with conditions, and may be answered with 304.
    private var isConditional = false
    /// The last address that was not connected to because of the policy.
    private var refused: IPAddress?
    /// `maySend` said no.
    private var isHeldBack = false
    /// Where a proxy is to connect to whose names are looked up here (`socks5`): checked, as it is used.
    private var proxied: IPAddress?
    private var traffic = Traffic()
    /// The body ended before its framing did.
    private var isCutShort = false
    /// What the body has of the room for all of them; nil: it needs none.
    private let share: FetchShare?
    /// The hop was given up for want of room, and is to be made again when there is some.
    private(set) var lacksRoom = false

    init(
        id: Int, request: Request, chain: RedirectChain, handle: EasyHandle, gate: LookupLimiter,
        sessions: SessionShares, share: FetchShare?, continuation: CheckedContinuation<Outcome, Never>
    ) {
        self.share = share
        self.id = id
        self.request = request
        self.chain = chain
        self.handle = handle
        self.gate = gate
        self.sessions = sessions
        self.continuation = continuation
        answer = HopAnswer(limits: request.limits)
        hostToLookUp = Self.hostToLookUp(chain.target, for: request)
    }

    /// The name to look up for a hop to `target`; nil where it is an address, or a proxy does the looking up.
    private static func hostToLookUp(_ target: Target, for request: Request) -> String? {
        guard IPAddress(host: target.host) == nil, !target.isOnion else { return nil }
        return request.proxy == nil || request.looksUpForProxy ? target.host : nil
    }

    /// The name that is to be looked up and checked before the hop is prepared; nil where libcurl does it, or a proxy.
    var hostToCheck: String? { request.looksUpForProxy && proxied == nil ? hostToLookUp : nil }

    /// Refuses what a proxy is not to be asked for.
    func checkName() throws(FetchError) {
        if request.proxy != nil, !request.addresses.allows(named: chain.target.host) {
            throw .refusedAddress(chain.target.host)
        }
        // Who looks names up must not learn of Tor's.
        if chain.target.isOnion, request.proxy == nil || request.looksUpForProxy {
            throw .onionWithoutProxy
        }
    }

    /// How long that may take.
    var lookupTime: Duration { min(request.limits.connect, request.limits.total - (.now - start)) }

    /// Takes the addresses of the hop's name.
    func take(_ addresses: [IPAddress]) throws(FetchError) {
        leaveGate()
        proxied = addresses.first(where: allowsTarget)
        if proxied == nil { throw .refusedAddress(addresses.first?.description ?? chain.target.host) }
    }

    func end(_ outcome: Outcome) { continuation.resume(returning: outcome) }

    // MARK: - A hop

    /// Sets the handle up for the hop that is due.
    func prepare() throws(FetchError) {
        answer = HopAnswer(limits: request.limits)
        (refused, isCutShort, traffic) = (nil, false, Traffic())
        try checkName()
        try setUp()
        if chain.hops.isEmpty { try handle.forgetCookies() }
        if chain.target.isSecure { try handle.join(sessions.share(for: chain.target.host)) }
        try handle.setContext(Unmanaged.passUnretained(self).toOpaque())  // the loop keeps us from `add` until `remove`
        try setTime()
        try setMessage()
    }

    /// Takes the result of the hop: the outcome of the request, or nil if there is another hop to make.
    func conclude(_ code: CURLcode) -> Outcome? {
        leaveGate()
        // What is compressed without saying so is decoded later, to any size.
        if Gunzip.isGzip(answer.body), !hasRoom(for: request.limits.body) { lacksRoom = true }
        // Of a refusal and a redirect the head says all.
        if lacksRoom, answer.hasHead, Self.saysAll(handle.int(CURLINFO_RESPONSE_CODE)) { lacksRoom = false }
        if lacksRoom {
            (answer, traffic) = (HopAnswer(limits: request.limits), Traffic())
            share?.end(at: 0)
            return nil
        }
        if isRaw { return concludeRaw(code) }
        do throws(FetchError) {
            let status = handle.int(CURLINFO_RESPONSE_CODE)
            if code != CURLE_OK, !(answer.hasHead && Self.saysAll(status)) {
                if isUndecodable(code), asksAgain() { return nil }
                if triesAnew(after: code) { return nil }
                if isUnreadable(code) {
                    rawReason = failure(code)
                    return nil
                }
                guard isBodyEnd(code) else { throw failure(code) }
                isCutShort = true
            }
            // For libcurl the end of the connection may end the fields too.
            if !answer.hasHead { throw .truncated }
            if try chain.follow(status: status, location: answer.headers["location"]) {
                proxied = nil
                hostToLookUp = Self.hostToLookUp(chain.target, for: request)
                return nil
            }
            if status == 304, !isConditional { throw .unaskedNotModified }
            return .success(
                shared(
                    Response(
                        status: status, finalURL: chain.target.url, hops: chain.hops, headers: answer.headers,
                        body: answer.body, isDelimited: !isCutShort && isDelimited(status: status),
                        isCutShort: isCutShort, elapsed: .now - start)))
        } catch {
            return .failure(error)
        }
    }

    /// The outcome where the body's bytes are the whole answer.
    private func concludeRaw(_ code: CURLcode) -> Outcome {
        do throws(FetchError) {
            // A server that keeps the connection, or a libcurl without gopher: it stays what it was before.
            guard code == CURLE_OK || isBodyEnd(code) else { throw answer.fault ?? rawReason ?? .truncated }
            guard let (headers, body) = try RawExchange.read(answer.body, limit: request.limits.body) else {
                throw rawReason ?? .truncated
            }
            return .success(
                shared(
                    Response(
                        status: 200, finalURL: chain.target.url, hops: chain.hops, headers: headers, body: body,
                        isDelimited: false, isCutShort: true, elapsed: .now - start)))
        } catch {
            return .failure(error)
        }
    }

    // MARK: - Room

    private func hasRoom(for count: Int) -> Bool { share?.admits(count, most: request.limits.body) ?? true }

    /// Takes room for all that the body may have, for a hop that lacked it: its time begins anew.
    func takeRoom() -> Bool {
        guard share?.admits(request.limits.body, most: request.limits.body, isNext: true) ?? true else { return false }
        (lacksRoom, start) = (false, .now)
        return true
    }

    /// The answer, which holds its share of the room as long as its caller holds that.
    private func shared(_ response: Response) -> Response {
        guard let share else { return response }
        var response = response
        // What is decoded later may become as large as any.
        if !Gunzip.isGzip(response.body) { share.end(at: response.body.count) }
        response.share = share
        return response
    }

    private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        lacksRoom = !hasRoom(for: min(answer.body.count + bytes.count, request.limits.body))
        return !lacksRoom && answer.take(body: bytes)
    }

    /// Whether libcurl gave nothing of an answer away because of how it says where it ends: chunks were announced of which
    /// not one came, a length is no number, a line of the head is no field.
    private func isUnreadable(_ code: CURLcode) -> Bool {
        guard answer.hasBegun, answer.fault == nil, answer.body.isEmpty, request.method == .get,
            request.proxy == nil, chain.credentials == nil || !chain.sendsSecrets,
            handle.int(CURLINFO_RESPONSE_CODE) == 200
        else { return false }
        switch code {
        case CURLE_RECV_ERROR:
            return answer.hasHead && answer.headers["transfer-encoding"]?.equalsIgnoringCase("chunked") ?? false
        case CURLE_WEIRD_SERVER_REPLY: return true
        default: return false
        }
    }

    /// Whether a status and its fields say all that matters: a redirect is followed, and a 429 or a 410 is obeyed,
    /// though the page that came with it was cut off, endless, or not what it was said to be.
    private static func saysAll(_ status: Int) -> Bool { RedirectChain.redirects.contains(status) || status >= 400 }

    /// Lets the next name be looked up. May be called again.
    func leaveGate() {
        if let host = hostToLookUp { gate.leave(host) }
    }

    /// libcurl's decoders call what follows a gzip member (a second one, or the padding that some servers add) an error
    /// of the caller that takes the body.
    private func isUndecodable(_ code: CURLcode) -> Bool {
        code == CURLE_BAD_CONTENT_ENCODING
            || code == CURLE_WRITE_ERROR && answer.fault == nil && answer.headers["content-encoding"] != nil
    }

    /// The connection that libcurl kept was on its way out (GOAWAY), or a stream of it was reset: nothing of that is said
    /// of the document. The hop is made once more on a fresh connection, then by HTTP/1.1.
    private func triesAnew(after code: CURLcode) -> Bool {
        guard request.method == .get, !isDowngraded, let wasTriedAnew = isStreamError(code) else { return false }
        retries += 1
        isDowngraded = wasTriedAnew || retries == 2
        return true
    }

    /// - Returns: nil where HTTP/2 is not at fault; else whether a fresh connection was of no use already.
    private func isStreamError(_ code: CURLcode) -> Bool? {
        switch code {
        case CURLE_HTTP2, CURLE_HTTP2_STREAM: return false
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE:
            if handle.int(CURLINFO_HTTP_VERSION) > Int(CURL_HTTP_VERSION_1_1) { return false }
            // Before an answer the version is not told; of HTTP/1.1 nothing is part of a file then.
            if answer.hasBegun || !chain.target.isSecure || request.isHTTP1 { return nil }
            // Of a refused stream libcurl has tried fresh connections by itself; of one that was reset it has not.
            return handle.int(CURLINFO_NUM_CONNECTS) > 1
        default: return nil
        }
    }

    /// All that came may be the whole document: no last chunk was sent, more bytes were announced than there are, or the
    /// coding is not the one that was named. Whether it is whole only the document can say. Where the server keeps the
    /// connection as well, the time ends it: then a document that has not come to its end is one that was too slow.
    private func isBodyEnd(_ code: CURLcode) -> Bool {
        guard answer.hasHead || isRaw, answer.fault == nil, !answer.body.isEmpty, request.method == .get else {
            return false
        }
        switch code {
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY: return !isRaw
        case CURLE_OPERATION_TIMEDOUT: return answer.endsDocument
        default: return false
        }
    }

    /// Servers send `Content-Encoding: UTF-8`, or `gzip` over what is not: the hop is made once more, without
    /// encodings.
    private func asksAgain() -> Bool {
        defer { decodes = false }
        return decodes && request.method == .get
    }

    /// Whether HTTP itself says where the body ends (RFC 9112 section 6.3).
    private func isDelimited(status: Int) -> Bool {
        handle.int(CURLINFO_HTTP_VERSION) > Int(CURL_HTTP_VERSION_1_1) || status == 204 || status == 304
            || answer.headers["content-length"] != nil || answer.headers["transfer-encoding"] != nil
    }

    // MARK: - Options

    /// Sets what hops have in common, unless the handle's last hop had it too.
    private func setUp() throws(FetchError) {
        handle.forgetError()
        let limits = request.limits
        let setup = HandleSetup(
            isSecure: chain.target.isSecure, isAddress: request.proxy == nil && hostToLookUp == nil, decodes: decodes,
            proxy: request.proxy, connectTo: proxied, caFile: certificateFile(request.caFile),
            clientCertificate: certificateFile(request.clientCertificate), clientKey: request.clientKey,
            isHTTP1: request.isHTTP1 || isDowngraded, isRaw: isRaw, isFresh: retries > 0, connect: limits.connect,
            lowSpeed: limits.lowSpeed,
            lowSpeedTime: limits.lowSpeedTime)
        // A body to send and a password are no other hop's.
        let isPlain = request.method == .get && chain.credentials == nil
        if isPlain, handle.setup == setup { return }
        try handle.reset()
        try setCallbacks()
        try setTransport(setup)
        if isPlain { handle.setup = setup }
    }

    private func certificateFile(_ path: String?) -> String? {
        path.map { PathAlias.of($0, version: request.certificateVersion) }
    }

    private func setTime() throws(FetchError) {
        let total = request.limits.total
        let left = total - (.now - start)
        if left <= .zero { throw .timedOut(after: total) }
        try handle.set(CURLOPT_TIMEOUT_MS, left.milliseconds)
    }

    private func setTransport(_ setup: HandleSetup) throws(FetchError) {
        // 0 would be libcurl's default.
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, setup.connect.milliseconds))
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, setup.lowSpeed)
        try handle.set(CURLOPT_LOW_SPEED_TIME, max(1, setup.lowSpeedTime.milliseconds / 1000))
        // libcurl walks through its cache of names after each transfer, and addresses would fill it too.
        if setup.isAddress { try handle.set(CURLOPT_DNS_CACHE_TIMEOUT, 0) }
        try handle.set(CURLOPT_NOSIGNAL, true)
        // Else removing a transfer would wait for its lookup, which cannot be called off, and all others with it.
        try handle.set(CURLOPT_QUICK_EXIT, true)
        try handle.set(CURLOPT_PROTOCOLS_STR, setup.isRaw ? RawExchange.protocols : "http,https")
        try handle.set(CURLOPT_HTTP09_ALLOWED, false)
        // Plain HTTP is hardly ever HTTP/2: nothing to wait for.
        try handle.set(CURLOPT_PIPEWAIT, setup.isSecure)
        // Empty: no proxy, and no exceptions, whatever the environment says.
        try handle.set(CURLOPT_PROXY, setup.proxy ?? "")
        try handle.set(CURLOPT_NOPROXY, "")
        try handle.setConnectTo(setup.connectTo)
        if let file = setup.clientCertificate { try handle.set(CURLOPT_SSLCERT, file) }
        if let file = setup.clientKey { try handle.set(CURLOPT_SSLKEY, file) }
        if setup.isFresh { try handle.set(CURLOPT_FRESH_CONNECT, true) }
        // The system's certificates, renewed in place, count within a minute; libcurl's own measure is a day.
        try handle.set(CURLOPT_CA_CACHE_TIMEOUT, 60)
        if setup.isHTTP1 { try handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)) }
        if let file = setup.caFile { try handle.set(CURLOPT_CAINFO, file) }
        // libcurl keeps parsed certificates for the next connection only where they come from one file. Debian's
        // default of a file and a folder made each handshake take 40 ms of CPU instead of one.
        try handle.set(CURLOPT_CAPATH, nil as String?)
        try handle.set(CURLOPT_PATH_AS_IS, true)
        if setup.decodes { try handle.set(CURLOPT_ACCEPT_ENCODING, "") }  // all that libcurl can decode
    }

    private func setMessage() throws(FetchError) {
        if !isRaw { try handle.set(CURLOPT_URL, chain.target.url) }
        if chain.sendsSecrets, let credentials = chain.credentials {
            try handle.set(CURLOPT_USERNAME, credentials.username)
            try handle.set(CURLOPT_PASSWORD, credentials.password)
            if request.usesDigest { try handle.set(CURLOPT_HTTPAUTH, Int(np_auth_digest)) }
        }
        if case .post(let body) = request.method { try handle.setPost(body) }
        let conditions = conditions(for: chain.target)
        isConditional = !conditions.isEmpty
        var lines = HeaderLines()
        try handle.set(CURLOPT_COOKIE, chain.sendsSecrets ? try add(request.headers, to: &lines) : nil)
        for (name, value) in conditions { try lines.add(name, value) }
        try lines.addDefault("Accept", request.accept)
        if !decodes { try lines.addDefault("Accept-Encoding", "identity") }
        try lines.addDefault("User-Agent", request.userAgent)
        if isRaw { return try handle.set(CURLOPT_URL, RawExchange.url(of: chain.target, lines)) }
        if request.method != .get { lines.addNone("Expect") }
        try handle.setHeaders(lines)
    }

    /// Cookies go by libcurl, which puts them into one field with those that the chain's servers have set: a second one
    /// is not allowed (RFC 6265 section 5.4), and read as part of the first by some.
    /// - Returns: the feed's own cookies; nil where it has none.
    private func add(
        _ headers: [(name: String, value: String)], to lines: inout HeaderLines
    ) throws(FetchError) -> String? {
        var cookies: [String] = []
        for header in headers {
            if header.name.utf8.map(\.asciiLowercased).elementsEqual("cookie".utf8) {
                try HeaderLines.check(header.name, Array(header.value.utf8))
                cookies.append(header.value)
            } else {
                try lines.add(header.name, Array(header.value.utf8))
            }
        }
        return cookies.isEmpty ? nil : cookies.joined(separator: "; ")
    }

    /// The fields that make a GET conditional (RFC 9110 section 13.1); none where the validators are another URL's.
    private func conditions(for target: Target) -> [(String, [UInt8])] {
        guard request.method == .get, let validators = request.validators?.sendable,
            validators.url == nil || validators.url == target.url
        else { return [] }
        var fields: [(String, [UInt8])] = []
        if let etag = validators.etag {
            fields.append(("If-None-Match", etag))
            if request.acceptsDelta { fields.append(("A-IM", Array("feed".utf8))) }
        }
        if let date = validators.lastModified { fields.append(("If-Modified-Since", date)) }
        return fields
    }

    // MARK: - Callbacks

    private func setCallbacks() throws(FetchError) {
        try handle.setCallbacks(
            header: { bytes, _, count, me in  // the size is always 1
                Transfer.from(me).answer.take(header: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
            },
            body: { bytes, _, count, me in
                Transfer.from(me).take(body: UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
            },
            openSocket: { me, _, address in
                guard let address else { return CURL_SOCKET_BAD }
                return Transfer.from(me).openSocket(to: address)
            },
            ready: { me, address, _, _, _ in
                guard let address else { return CURL_PREREQFUNC_ABORT }
                return Transfer.from(me).maySend(to: address)
            })
    }

    static func from(_ me: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged.fromOpaque(me!).takeUnretainedValue()  // set by `prepare`
    }

    /// Opens a socket for an address of the looked-up name, unless the policy refuses it.
    private func openSocket(to address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        leaveGate()
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)!  // a stored property of a C struct has one
        let ip = IPAddress(family: address.pointee.family, socketAddress: UnsafeRawPointer(address) + offset)
        guard let ip, allows(ip) else { return CURL_SOCKET_BAD }
        let type = address.pointee.socktype | CInt(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
    }

    /// Asks the policy again before the request goes out: a kept connection may have been opened under another one. To
    /// connect takes time, and the caller may have lost its right meanwhile.
    private func maySend(to address: UnsafePointer<CChar>) -> CInt {
        leaveGate()
        guard let ip = IPAddress(host: String(cString: address)), allows(ip) else { return CURL_PREREQFUNC_ABORT }
        isHeldBack = !(request.maySend?() ?? true)
        return isHeldBack ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK
    }

    /// Whether the policy lets us talk to the peer at `ip`; a proxy may be anywhere.
    private func allows(_ ip: IPAddress) -> Bool {
        if request.proxy != nil || allowsTarget(ip) { return true }
        refused = ip
        return false
    }

    private func allowsTarget(_ ip: IPAddress) -> Bool { request.addresses.allows(ip, for: chain.target.host) }

    // MARK: - Traffic

    func begin(on socket: CInt) { traffic.begin(on: socket) }

    /// Why the hop is to end at once: far more came over its connection than an answer within the limits can take. Chunk
    /// extensions, empty blocks of a compressed body and empty frames are bytes that nothing else counts.
    func excessOfTraffic() -> FetchError? {
        guard let received = traffic.received() else { return nil }
        let limits = request.limits
        // Other answers may come over the same connection of HTTP/2.
        let most = limits.body.multipliedReportingOverflow(by: 4)
        guard !most.overflow, received > UInt64(most.partialValue) + UInt64(limits.headers) + 1 << 20 else {
            return nil
        }
        return .tooMuchTraffic(limit: limits.body)
    }

    // MARK: - Failures

    /// What a CURLcode means here.
    private func failure(_ code: CURLcode) -> FetchError {
        if isHeldBack { return .cancelled }
        if let fault = answer.fault { return fault }
        if let refused, code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK {
            return .refusedAddress(refused.description)
        }
        if code == CURLE_OPERATION_TIMEDOUT { return timeout }
        // A proxy that opens no tunnel: "CONNECT tunnel failed, response 407".
        if code == CURLE_RECV_ERROR, handle.int(CURLINFO_HTTP_CONNECTCODE) >= 300 {
            return .connect(handle.explanation(of: code))
        }
        // A single line beyond libcurl's own 100 KiB.
        if code == CURLE_OUT_OF_MEMORY, answer.hasBegun { return .headersTooLarge(limit: request.limits.headers) }
        let message = PathAlias.removed(from: handle.explanation(of: code), version: request.certificateVersion)
        return FetchError(code, message: message, answerHasBegun: answer.hasBegun)
    }

    private var timeout: FetchError {
        let limits = request.limits
        // libcurl's clock has milliseconds, and may be a few of them ahead of ours.
        if .now - start >= limits.total - .milliseconds(10) { return .timedOut(after: limits.total) }
        // libcurl has one code for all three.
        if handle.size(CURLINFO_PRETRANSFER_TIME_T) == 0 { return .timedOut(after: limits.connect) }
        return .tooSlow(bytesPerSecond: limits.lowSpeed, over: limits.lowSpeedTime)
    }
}

extension Duration {
    /// Rounded up, so that what is over for libcurl is over for our clock; beyond 24 days, that.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: min(seconds, 1 << 21) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

import CLibcurl
import Dispatch
import Glibc

/// libcurl's multi handle driven by Dispatch (libcurl's page on curl_multi_socket_action): one source for all sockets,
/// one timer. Everything happens on `queue`, and nothing but callbacks of transfers happens inside libcurl.
///
/// Sendable so that Dispatch can call it: its owner uses it on `queue` alone.
final class MultiHandle: @unchecked Sendable {
    /// Called with the context and the result of a transfer that ended. It is to be removed; others may be added.
    var finished: (UnsafeMutableRawPointer, CURLcode) -> Void = { _, _ in }
    /// Called with the context of a transfer and the socket that it begins to use. Of several transfers
    /// that share a connection of HTTP/2 it is the first.
    var connected: (UnsafeMutableRawPointer, curl_socket_t) -> Void = { _, _ in }
    /// Called after each round of work, when transfers may be added again.
    var settled: () -> Void = {}

    private let pointer: UnsafeMutableRawPointer
    private let sockets = SocketSet()
    private let queue: DispatchQueue
    private let readiness: any DispatchSourceRead
    private let timer: any DispatchSourceTimer
    private let idleConnections: Int
    /// Transfers under way, and the connections libcurl may have.
    private var transfers = 0, connections = 0
    /// When libcurl next wants to be called, and when the timer goes off: never later than that.
    private var wanted = DispatchTime.distantFuture
    private var armed = DispatchTime.distantFuture
    /// A call is on its way that takes the place of a timer of 0 ms.
    private var isKicked = false

    /// - Parameter idleConnections: that many are kept open without a transfer, up to twice as many.
    init(queue: DispatchQueue, idleConnections: Int) {
        guard let pointer = curl_multi_init() else { preconditionFailure("out of memory") }
        self.pointer = pointer
        self.queue = queue
        self.idleConnections = idleConnections
        timer = DispatchSource.makeTimerSource(queue: queue)
        readiness = DispatchSource.makeReadSource(fileDescriptor: sockets.descriptor, queue: queue)

        let me = Unmanaged.passUnretained(self).toOpaque()  // used until deinit takes the callbacks back
        let code = np_multi_set_callbacks(
            pointer, me,
            { handle, socket, what, me, _ in
                let me = MultiHandle.from(me)
                me.sockets.watch(socket, what)
                if what != CURL_POLL_REMOVE, let context = np_get_context(handle) { me.connected(context, socket) }
                return 0
            },
            { _, milliseconds, me in
                MultiHandle.from(me).arm(milliseconds)
                return 0
            })
        precondition(code == CURLM_OK, "libcurl refuses callbacks")
        // A libcurl without one of these is only slower.
        np_multi_set_long(pointer, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX)
        makeRoom()

        let descriptor = sockets.descriptor
        readiness.setCancelHandler { close(descriptor) }
        readiness.setEventHandler { [weak self] in self?.socketsAreReady() }
        timer.setEventHandler { [weak self] in self?.timerFired() }
        readiness.activate()
        timer.activate()
    }

    /// No transfer is left in it: each keeps the loop, and so this, alive.
    deinit {
        np_multi_set_callbacks(pointer, nil, nil, nil)
        curl_multi_cleanup(pointer)
        readiness.cancel()
        timer.cancel()
    }

    func add(_ handle: EasyHandle) throws(FetchError) {
        let code = curl_multi_add_handle(pointer, handle.pointer)
        guard code == CURLM_OK else {
            throw .curl(code: UInt32(bitPattern: code.rawValue), message: String(cString: curl_multi_strerror(code)))
        }
        handle.isInTransfer = true
        transfers += 1
        if transfers + idleConnections > connections { makeRoom() }
    }

    /// Ends a handle's transfer, if it has one, without a word to `finished`.
    func remove(_ handle: EasyHandle) {
        guard handle.isInTransfer else { return }
        handle.isInTransfer = false
        curl_multi_remove_handle(pointer, handle.pointer)  // fails only inside a callback, where no one calls this
        transfers -= 1
        if transfers + 2 * idleConnections < connections { makeRoom() }
    }

    /// libcurl's limit counts the connections in use too: where silent servers hold as many as that, it would close
    /// each of the others after its transfer.
    private func makeRoom() {
        connections = transfers + idleConnections + idleConnections / 2
        np_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, connections)
    }

    /// -1 disarms, 0 means as soon as libcurl has returned. The timer is only set to go off earlier: one that goes off
    /// early costs less than setting it anew for each transfer.
    private func arm(_ milliseconds: Int) {
        if milliseconds == 0 { return kick() }
        wanted = milliseconds < 0 ? .distantFuture : .now() + .milliseconds(milliseconds)
        if wanted < armed { setTimer() }
    }

    private func setTimer() {
        armed = wanted
        timer.schedule(deadline: wanted, leeway: .milliseconds(1))
    }

    private func kick() {
        if isKicked { return }
        isKicked = true
        queue.async { [weak self] in
            self?.isKicked = false
            self?.act(CURL_SOCKET_TIMEOUT, 0)
            self?.settle()
        }
    }

    private func timerFired() {
        armed = .distantFuture
        if wanted > .now() { return setTimer() }
        wanted = .distantFuture
        act(CURL_SOCKET_TIMEOUT, 0)
        settle()
    }

    private func socketsAreReady() {
        sockets.forEachReady { act($0, $1) }
        settle()
    }

    private func act(_ socket: curl_socket_t, _ events: CInt) {
        var running: CInt = 0
        let code = curl_multi_socket_action(pointer, socket, events, &running)
        precondition(
            code == CURLM_OK || code == CURLM_BAD_SOCKET, "libcurl: \(String(cString: curl_multi_strerror(code)))")
    }

    private func settle() {
        var code = CURLE_OK
        while let context = np_multi_next_done(pointer, &code) { finished(context, code) }
        settled()
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> MultiHandle {
        Unmanaged.fromOpaque(me!).takeUnretainedValue()  // set beside the callbacks
    }
}

import CLibcurl
import Glibc

/// The sockets that libcurl waits for, in one epoll descriptor of our own. Dispatch watches that descriptor alone:
/// a source for each socket would be released later than libcurl closes it, and meet the number's next owner.
final class SocketSet {
    /// Readable while a socket is ready.
    let descriptor: CInt
    private var events = [epoll_event](repeating: epoll_event(), count: 128)

    init() {
        descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
        precondition(descriptor >= 0, "no file descriptor is left")
    }

    /// Registers, changes or forgets a socket as libcurl's socket callback wishes (CURL_POLL_…). libcurl may close a
    /// socket right after REMOVE or register its number again, so neither being known nor being unknown is an error.
    func watch(_ socket: curl_socket_t, _ what: CInt) {
        if what == CURL_POLL_REMOVE {
            epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, nil)  // ENOENT and EBADF: it is gone already
            return
        }
        var event = epoll_event()
        if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        event.data.fd = socket
        if epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) != 0, errno == ENOENT {
            // What is left is ENOMEM and ENOSPC: the transfer then ends by its timeout.
            epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event)
        }
    }

    /// Calls `act` with each ready socket and its CURL_CSELECT bits; a socket beyond the buffer's size has its turn
    /// next time. Never waits.
    func forEachReady(_ act: (curl_socket_t, CInt) -> Void) {
        let count = epoll_wait(descriptor, &events, CInt(events.count), 0)
        for index in 0..<max(0, Int(count)) {
            let event = events[index]
            var ready: CInt = 0
            if event.events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 { ready |= CURL_CSELECT_IN }
            if event.events & EPOLLOUT.rawValue != 0 { ready |= CURL_CSELECT_OUT }
            if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
                ready |= CURL_CSELECT_IN | CURL_CSELECT_ERR
            }
            act(event.data.fd, ready)
        }
    }
}

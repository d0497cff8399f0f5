import Glibc
import Web

/// Looks names up where libcurl would not let us see what it finds: each on a thread of its own, as libcurl does it, for the
/// resolver blocks. `LookupLimiter` bounds how many there are.
enum NameLookup {
    private final class Job: Sendable {
        let host: String
        let done: @Sendable (Result<[IPAddress], FetchError>) -> Void

        init(_ host: String, _ done: @escaping @Sendable (Result<[IPAddress], FetchError>) -> Void) {
            (self.host, self.done) = (host, done)
        }
    }

    /// - Parameter done: called on the thread, with at least one address.
    static func start(_ host: String, then done: @escaping @Sendable (Result<[IPAddress], FetchError>) -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 256 << 10)
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let job = Unmanaged.passRetained(Job(host, done))  // the thread releases it
        let code = pthread_create(
            &thread, &attributes,
            { job in
                let job = Unmanaged<Job>.fromOpaque(job!).takeRetainedValue()
                job.done(NameLookup.addresses(of: job.host))
                return nil
            }, job.toOpaque())
        guard code != 0 else { return }
        job.release()
        done(.failure(.resolve("Could not resolve host: \(host) (no thread for it)")))
    }

    private static func addresses(of host: String) -> Result<[IPAddress], FetchError> {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &found)
        guard code == 0 else {
            return .failure(.resolve("Could not resolve host: \(host) (\(String(cString: gai_strerror(code))))"))
        }
        defer { freeaddrinfo(found) }
        var (addresses, next) = ([IPAddress](), found)
        while let entry = next {
            if let socket = entry.pointee.ai_addr,
                let address = IPAddress(family: entry.pointee.ai_family, socketAddress: socket)
            {
                addresses.append(address)
            }
            next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.resolve("Could not resolve host: \(host)")) : .success(addresses)
    }
}

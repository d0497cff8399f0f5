/// Values that name a file or a directory.
extension ValueReader {
    /// An absolute path.
    func path(_ node: TomlNode) -> String? {
        guard let text = string(node) else { return nil }
        guard !text.utf8.contains(0) else {
            return refuse(node, "\(named(node)) holds a NUL, which no path can; remove it")
        }
        return paths.resolve(text)
    }

    /// The absolute path of a Unix socket.
    func socketPath(_ node: TomlNode) -> String? {
        guard let path = path(node) else { return nil }
        guard !path.hasSuffix("/"), node.string?.hasSuffix("/") == false else {
            return refuse(node, "\(named(node)) names a directory: write the socket's own path")
        }
        return path
    }

    /// The absolute path of a file of PEM certificates.
    func certificates(_ node: TomlNode) -> String? {
        guard let path = path(node) else { return nil }
        switch paths.content(of: path) {
        case .success(let bytes):
            // "TRUSTED CERTIFICATE" too, as openssl writes them.
            guard String(decoding: bytes, as: UTF8.self).contains("CERTIFICATE-----") else {
                return refuse(node, "\(named(node)) holds no certificate: \(path); put PEM certificates there")
            }
            return path
        case .failure(let problem): return unreadable(node, path, problem)
        }
    }

    /// A PEM file with a private key.
    func keyFile(_ node: TomlNode) -> String? {
        guard let path = path(node) else { return nil }
        switch paths.content(of: path) {
        case .success(let bytes):
            guard String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY-----") else {
                return refuse(node, "\(named(node)) holds no private key: \(path); put a PEM key there")
            }
            secrets.note(path)
            return path
        case .failure(let problem): return unreadable(node, path, problem)
        }
    }

    /// The lines of a credential or file that hold something, each a secret. At least one.
    func secretFile(_ node: TomlNode) -> [String]? {
        guard path(node) != nil, let name = node.string else { return nil }
        let (path, content) = paths.secret(name)
        switch content {
        case .failure(let problem): return unreadable(node, path, problem)
        case .success(let bytes):
            secrets.note(path)
            let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            let texts = lines.compactMap { String(validating: $0, as: UTF8.self) }
            guard texts.count == lines.count else {
                return refuse(node, "the file of \(named(node)) is not UTF-8 text")
            }
            return texts.isEmpty ? refuse(node, "the file of \(named(node)) is empty; write the secret into it") : texts
        }
    }

    private func unreadable<Value>(_ node: TomlNode, _ path: String, _ problem: FileProblem) -> Value? {
        refuse(node, "\(named(node)) cannot be read: \(path): \(problem.reason)")
    }
}

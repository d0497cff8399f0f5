package import Config
import Glibc

extension Configuration {
    /// By which this machine is known to those that share its store.
    package var nodeName: String { node.name ?? Self.hostName }

    private static let hostName: String = {
        var bytes = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "newspool" }
        let text = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return Configuration.Node.isName(text) ? text : "newspool"
    }()
}

/// How many secrets each file holds, while the files are read.
final class SecretPlaces {
    private(set) var counts: [String: Int] = [:]

    /// - Parameter path: of the file that holds a secret.
    func note(_ path: String) { counts[path, default: 0] += 1 }
}

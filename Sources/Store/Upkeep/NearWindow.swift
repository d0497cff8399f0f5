/// How long sketches of articles are compared.
package enum NearWindow {
    /// Days within which articles must have come, and have been published.
    package static let days: Int64 = 3
}

/// The version that `--version` prints and the User-Agent carries; CHANGELOG.md says what each brought.
package enum Version {
    package static let text = "0.1.0"
}

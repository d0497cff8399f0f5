/// How long an address may be: no server takes longer ones, and a page that names thousands of them must not grow without end.
package enum AddressLimit {
    package static let bytes = 8192
}

import Web

/// What a handle is set up for before the options of a single hop: its address, headers and time.
///
/// Polls are alike: where the last transfer of a handle had the same setup, its options hold for the next one as well.
/// Setting all thirty of them anew is a tenth of what a poll costs that is answered by 304.
struct HandleSetup: Equatable {
    let isSecure: Bool
    /// The host is an address: there is nothing to look up.
    let isAddress: Bool
    let decodes: Bool
    let proxy: String?
    /// The address that the proxy connects to in place of the URL's host.
    let connectTo: IPAddress?
    let caFile: String?
    let clientCertificate: String?
    let clientKey: String?
    let isHTTP1: Bool
    /// Bytes are exchanged, see `RawExchange`.
    let isRaw: Bool
    /// No connection that is kept is used.
    let isFresh: Bool
    let connect: Duration
    let lowSpeed: Int
    let lowSpeedTime: Duration
}

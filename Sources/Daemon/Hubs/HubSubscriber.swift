import Config
import Files
import Store

/// The parts that deal with hubs, put together.
struct HubSubscriber: Sendable {
    let receiver: HubReceiver
    private let keeper: HubKeeper
    private let conductor: Conductor
    private let transport: @Sendable (Configuration) -> HubTransport

    init(
        _ configuration: Configuration, _ settings: Configuration.WebSub, _ parts: RuntimeParts, store: any Store,
        conductor: Conductor, standing: NodeStanding?
    ) {
        let log = HubLog(logger: parts.logger)
        let (fetching, version, clock) = (parts.transport.fetching, parts.version, parts.clock)
        transport = {
            HubTransport($0, callback: settings.callback, fetching: fetching, version: version, now: clock.now)
        }
        var foreignFeeds: ForeignFeeds?
        if let nodes = store.nodes, let standing {
            foreignFeeds = ForeignFeeds(nodes, standing: standing, configuration)
        }
        keeper = HubKeeper(
            transport(configuration), store: store, conductor: conductor, clock: clock, log: log,
            foreignFeeds: foreignFeeds)
        receiver = HubReceiver(
            keeper: keeper, conductor: conductor,
            places: PushPlaces(mostBytes: 4 * max(16 << 20, configuration.daemon.maxBody)), clock: clock, log: log)
        self.conductor = conductor
    }

    /// Before feeds come to the conductor.
    func prepare() async throws(StoreError) {
        try await keeper.load()
        await conductor.tellHubs { [weak keeper] in keeper?.note($0) }
    }

    /// The listener answers: hubs may be asked.
    func begin() async { await keeper.begin() }

    func reload(_ configuration: Configuration) async { await keeper.reload(transport(configuration), configuration) }

    func stop() async { await keeper.stop() }
}

public import FoundationEssentials

// Feeds that go from one process to another.

extension Schedule {
    /// What a host has asked for, for the process that asks it next; nil: nothing, or the feed is unknown.
    public func manners(of key: FeedKey) -> (host: String, bytes: [UInt8])? {
        guard let slot = slots[key] else { return nil }
        let host = hosts[Int(entries[Int(slot)].host)]
        return host.limit.isKnown ? (host.name, host.limit.encoded) : nil
    }

    /// Feeds were added that another process polled until now: their hosts are left alone for as long as between two polls.
    /// - Parameter manners: what hosts have asked for, by name.
    public mutating func takeOver(_ keys: some Sequence<FeedKey>, manners: [String: [UInt8]], now: Date) {
        let numbers = Set(keys.compactMap { slots[$0].map { entries[Int($0)].host } })
        for number in numbers {
            let host = hosts[Int(number)]
            if let limit = manners[host.name].flatMap({ HostLimit(encoded: $0) }) { hosts[Int(number)].learn(limit) }
            if !host.isLocal { hosts[Int(number)].wait(delay: options.delay(at: host), now: now) }
        }
    }
}

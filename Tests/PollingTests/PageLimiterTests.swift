import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Polling

@Suite(.timeLimit(.minutes(1)))
struct PageLimiterTests {
    private static func limits(perHost: Int = 1, delay: Duration = .zero, total: Int = 8) -> PageLimiter.Limits {
        PageLimiter.Limits(perHost: perHost, hostDelay: delay, total: total)
    }

    @Test func soManyOfAHostAndSoManyInAll() async {
        let limiter = PageLimiter()
        let most = Shared((now: ["a": 0, "b": 0], perHost: 0, all: 0))
        await withTaskGroup { group in
            for index in 0..<200 {
                group.addTask {
                    let host = index.isMultiple(of: 2) ? "a" : "b"
                    #expect(await limiter.enter(host, Self.limits(perHost: 3, total: 4)))
                    most.withLock { most in
                        most.now[host]? += 1
                        most.perHost = max(most.perHost, most.now[host] ?? 0)
                        most.all = max(most.all, most.now.values.reduce(0, +))
                    }
                    await Task.yield()
                    most.withLock { $0.now[host]? -= 1 }
                    await limiter.leave(host)
                }
            }
        }
        #expect(most.withLock { $0.perHost } <= 3 && most.withLock { $0.all } <= 4)
    }

    @Test func pagesOfAHostAreSpaced() async {
        let time = ManualClock()
        let limiter = PageLimiter(clock: time.clock)
        let limits = Self.limits(perHost: 2, delay: .seconds(5))
        #expect(await limiter.enter("a", limits))
        async let second = limiter.enter("a", limits)
        for _ in 0..<5 {
            await time.sleepers(count: 1)
            time.advance(by: 1)
        }
        #expect(await second)
        #expect(time.now.timeIntervalSince(ManualClock.start) == 5)
        #expect(await limiter.enter("b", limits))
    }

    @Test(arguments: [(1, 8), (8, 1)])
    func aStopLetsNobodyIn(perHost: Int, total: Int) async {
        let limiter = PageLimiter()
        let limits = Self.limits(perHost: perHost, total: total)
        #expect(await limiter.enter("a", limits))
        await withTaskGroup { group in
            for host in ["a", "a", "a", "b", "b"] where total == 1 || host == "a" {
                group.addTask { #expect(await limiter.enter(host, limits) == false) }
            }
            for _ in 0..<20 { await Task.yield() }
            await limiter.stop()
        }
        #expect(await limiter.enter("c", limits) == false)
    }

    @Test func anArticleIsClaimedOnce() async {
        let limiter = PageLimiter()
        #expect(await limiter.claim("x"))
        #expect(await limiter.claim("x") == false)
        await limiter.release("x")
        #expect(await limiter.claim("x"))
    }
}

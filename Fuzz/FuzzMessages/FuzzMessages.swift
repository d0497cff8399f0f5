@testable import Control
import Foundation
import FuzzDriver

/// Any bytes as a message of the control socket: a value that reads back as the same, or none.
@main struct FuzzMessages {
    static func main() {
        FuzzDriver.main { start, count in FuzzMessages.test(UnsafeBufferPointer(start: start, count: count)) }
    }

    private static func test(_ input: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let kind = input.first else { return 0 }
        let body = Data(input.dropFirst())
        switch kind % 6 {
        case 0: check(PollQuestion.self, body)
        case 1: check(RevivalQuestion.self, body)
        case 2: check(ReplayQuestion.self, body)
        case 3: check(OutboxChange.self, body)
        case 4: check(PollAnswer.self, body)
        default: check(ReloadAnswer.self, body)
        }
        return 0
    }

    private static func check<Message: Codable>(_: Message.Type, _ body: Data) {
        guard let message = try? JSONDecoder().decode(Message.self, from: body) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let once = try? encoder.encode(message), let back = try? JSONDecoder().decode(Message.self, from: once),
            let twice = try? encoder.encode(back)
        else { FuzzDriver.fail("what was read cannot be written") }
        FuzzDriver.require(once == twice, "a message reads back as another one")
    }
}

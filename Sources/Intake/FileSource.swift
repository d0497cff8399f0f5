import Dispatch
import Fetch
import Files
import Foundation
import Model

/// A feed in a file of this machine.
struct FileSource: Source {
    let path: String
    let address: String
    /// Bytes.
    let limit: Int

    private static let queue = DispatchQueue(label: "newspool.files")

    nonisolated(nonsending) func read(_ validators: Validators?) async -> SourceAnswer {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: self.answer(validators)) }
        }
    }

    private func answer(_ validators: Validators?) -> SourceAnswer {
        let before = Self.stamp(of: path)
        if let before, validators?.etag == before {
            return .unchanged(SourceFacts(validators: validators ?? Validators()))
        }
        do throws(WholeFile.Unreadable) {
            let bytes = try WholeFile.readRegular(path, limit: limit)
            let isWhole = before == Self.stamp(of: path)
            var document = Document(bytes: bytes, address: address, isVerified: isWhole)
            // A file that is being written is read again.
            if isWhole { document.facts.validators = Validators(etag: before) }
            guard let plain = document.gunzipped(limit: limit) else {
                return failed("\(path) cannot be decompressed within 'max_body'")
            }
            return .document(plain)
        } catch {
            return failed("cannot read \(path): \(error.reason)")
        }
    }

    private func failed(_ sentence: String) -> SourceAnswer {
        .failed(PollFailure(.file, sentence), status: nil, retryAfter: nil)
    }

    /// As an entity tag; nil where there is no file.
    private static func stamp(of path: String) -> [UInt8]? { FileStamp(of: path).map { Array("\"\($0)\"".utf8) } }
}

import Glibc

/// How a parser process ended that was to read a document.
package enum ParserDeath: Error, Equatable, Sendable {
    case signal(Int32)
    case exit(Int32)
    /// What it answered is not what a parser answers.
    case badAnswer
    /// `abort` was called.
    case aborted
}

extension ParserDeath {
    /// It used up the processor time that a document may take.
    package var isOutOfTime: Bool { self == .signal(SIGXCPU) }
}

extension ParserDeath: CustomStringConvertible {
    package var description: String {
        switch self {
        case .signal(SIGXCPU): "the parser used more processor time than a document may take"
        case .signal(let number):
            "the parser crashed, or took more memory than a document may take (signal \(number), "
                + "\(unsafe String(cString: strsignal(number))))"
        case .exit(let status): "the parser ended with status \(status)"
        case .badAnswer: "the parser's answer cannot be read"
        case .aborted: "the parser was ended"
        }
    }
}

import Control

/// What fails, a line each: `failing  feed notes  the server answered 503`. Nothing where all is well.
struct ProblemLines {
    private let problems: [StatusReport.Problem]
    private let terminal: Terminal

    init(_ report: StatusReport, terminal: Terminal) { (problems, self.terminal) = (report.problems, terminal) }

    var text: String { problems.map { line($0) + "\n" }.joined() }

    private func line(_ problem: StatusReport.Problem) -> String {
        let state = problem.state.rawValue
        let words = [problem.subject.rawValue + (problem.name.map { " " + $0 } ?? ""), problem.reason]
            .compactMap(\.self).map(TerminalColumns.plain).joined(separator: "  ")
        let room = terminal.columns.map { $0 - state.count - 2 } ?? .max
        return "\(terminal.colored(state, "31;1"))  \(TerminalColumns.cut(words, room))"
    }
}

/// Files by the thousand: the argument parser takes time in the square of their number, so all but one are kept from it.
struct ManyArguments {
    /// What the argument parser gets: everything but the files behind the first one.
    private(set) var few: [String] = []
    /// The files behind the first one, in order.
    private(set) var more: [String] = []

    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - command: the one whose files are meant; others are left alone.
    ///   - options: those of its options that take the next argument as their value.
    init(_ arguments: [String], of command: String, options: Set<String>) {
        guard arguments.first == command, arguments.count > 64 else {
            few = arguments
            return
        }
        var (hasFile, isValue, isOnlyFiles) = (false, false, false)
        for argument in arguments.dropFirst() {
            let isFile = isOnlyFiles || !isValue && (argument == "-" || !argument.hasPrefix("-"))
            if isFile && hasFile {
                more.append(argument)
            } else {
                few.append(argument)
            }
            hasFile = hasFile || isFile
            if argument == "--" && !isValue { isOnlyFiles = true }
            isValue = !isFile && !isValue && options.contains(argument)
        }
        few.insert(command, at: 0)
    }
}

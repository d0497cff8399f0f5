#if DEBUG
    import Glibc
    import Model
    import Testing

    @Suite struct FaultPointTests {
        @Test func thePassThatIsNamedKills() async {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                setenv("NEWSPOOL_FAULT", "journal.after-write:3", 1)
                FaultPoint.pass("journal.after-write")
                FaultPoint.pass("journal.after-write")
                FaultPoint.pass("journal.before-write")
                write(1, "two passes\n", 11)
                FaultPoint.pass("journal.after-write")
                exit(0)
            }
        }

        @Test(arguments: ["", ":", "journal.after-write:2", "journal.after-write:x:1", "other"])
        func otherPassesDoNot(order: String) async {
            await #expect(processExitsWith: .exitCode(7)) { [order] in
                setenv("NEWSPOOL_FAULT", order, 1)
                FaultPoint.pass("journal.after-sync")
                FaultPoint.pass("journal.before-write")
                exit(7)
            }
        }
    }
#endif

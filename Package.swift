// swift-tools-version: 6.2
import PackageDescription

// A warning is an error where CI builds; a user's newer compiler may warn without breaking the build.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
    strict + [
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]

// Modules that read strangers' bytes: release builds check each index as debug builds do (docs/decisions/0053).
let checks: [SwiftSetting] = [.unsafeFlags(["-assert-config", "Debug"], .when(configuration: .release))]

// Modules in which every unsafe expression is marked, and a new one is a warning.
let marked: [SwiftSetting] = settings + [.strictMemorySafety()]

// Three quarters of the program is libraries. Without symbols that no library looks for, equal code once, and relocations packed
// (glibc 2.36) it has 13 % fewer bytes (docs/decisions/0062).
let small = LinkerSetting.unsafeFlags(
    [
        "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=all", "-Xlinker", "-z", "-Xlinker",
        "pack-relative-relocs",
    ], .when(configuration: .release))

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpServer = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let sockets = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

extension Product {
    /// What Benchmarks/ looks at; it is for no one else.
    static func measured(_ name: String, of targets: String...) -> Product { library(name: name, targets: targets) }
}

let package = Package(
    name: "newspool",
    products: [
        .executable(name: "newspool", targets: ["newspool"]),
        .measured("Schedule", of: "Schedule"),
        .measured("Delivery", of: "Deliver", "Model"),
        .measured("Cleaning", of: "Cleaning"),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C seams: each is imported by exactly one module, and no C type leaves that module.
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibxml2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLibidn2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CMemory"),
        .systemLibrary(name: "CSandbox"),
        .target(name: "CToml"),
        // Imported by none: what it defines keeps the program small.
        .target(name: "CLocaleData"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .systemLibrary(name: "CBytes"),

        // Level 0: what all others stand on.
        .target(name: "Bytes", dependencies: ["CBytes"], swiftSettings: settings + checks),
        .target(name: "Files", dependencies: ["CMemory", "CZlib"], swiftSettings: settings),
        .target(name: "Sandbox", dependencies: ["CSandbox", "Files"], swiftSettings: marked),
        .target(
            name: "Web", dependencies: ["Bytes", "CLibidn2"],
            resources: [.embedInCode("Resources/trackers.txt")], swiftSettings: marked + checks),
        .target(name: "Characters", dependencies: ["Bytes"], swiftSettings: settings + checks),
        .target(name: "Dates", dependencies: ["Bytes"], swiftSettings: settings + checks),
        .target(name: "JSON", dependencies: ["Bytes"], swiftSettings: settings + checks),

        .target(name: "Patterns", dependencies: ["CRE2"], swiftSettings: marked),

        // Level 1: each knows one thing and none of the others.
        .target(name: "Model", dependencies: ["Bytes", "Patterns", "Web", crypto], swiftSettings: marked),
        .target(name: "Config", dependencies: ["Bytes", "CToml", "Patterns", "Web"], swiftSettings: marked),
        .target(name: "Schedule", dependencies: ["Bytes", heap], swiftSettings: marked),
        .target(name: "Fetch", dependencies: ["Bytes", "CLibcurl", "Files", "Web"], swiftSettings: settings),
        .target(name: "XML", dependencies: ["Bytes", "Characters", "CLibxml2"], swiftSettings: settings + checks),
        .target(name: "HTML", dependencies: ["Bytes", "Characters"], swiftSettings: settings + checks),
        .target(name: "Selectors", dependencies: ["Bytes", "HTML"], swiftSettings: marked + checks),
        .target(
            name: "Page", dependencies: ["Bytes", "Characters", "HTML", "Selectors"], swiftSettings: marked + checks),

        // Level 2: the stages that speak the model.
        .target(
            name: "Parse",
            dependencies: ["Bytes", "Characters", "Dates", "HTML", "JSON", "Model", "Selectors", "Web", "XML"],
            swiftSettings: settings + checks),
        .target(
            name: "Cleaning",
            dependencies: [
                "Bytes", "Characters", "Dates", "HTML", "JSON", "Model", "Page", "Parse", "Selectors", "Web",
            ],
            swiftSettings: marked + checks),
        .target(name: "Identity", dependencies: ["Bytes", "Model"], swiftSettings: marked),
        .target(name: "Render", dependencies: ["Bytes", "HTML", "Model"], swiftSettings: marked),
        .target(name: "Store", dependencies: ["Bytes", "Files", "Identity", "Model"], swiftSettings: marked),
        .target(name: "WebSub", dependencies: ["Bytes", "Model", "Web", crypto], swiftSettings: marked),

        // Level 3: where articles land, and feeds.toml on disk, as the modules below are told about it.
        .target(
            name: "Deliver",
            dependencies: [
                "Bytes", "CZstd", "Config", "Fetch", "Files", "Model", "Patterns", "Store", crypto, logging, mustache,
            ],
            swiftSettings: settings),
        .target(
            name: "ParserProcess",
            dependencies: ["Bytes", "Cleaning", "Files", "Model", "Parse", "Sandbox", "Selectors", "Web"],
            swiftSettings: marked),
        .target(
            name: "Settings", dependencies: ["Config", "Deliver", "Fetch", "Files", "Selectors", "Web"],
            swiftSettings: marked),
        .target(
            name: "Intake", dependencies: ["Bytes", "Characters", "Config", "Fetch", "Model", "Settings", "Web"],
            swiftSettings: settings),
        .target(
            name: "StoreSQLite", dependencies: ["Bytes", "Files", "Identity", "Model", "Store", grdb, sqlite],
            swiftSettings: settings),
        .target(
            name: "StorePostgres", dependencies: ["Bytes", "CLibpq", "Files", "Identity", "Model", "Store"],
            swiftSettings: settings),
        .target(name: "StoreMemory", dependencies: ["Identity", "Model", "Store"], swiftSettings: marked),

        // Level 4: how others speak to the daemon, the daemon, and what works on its files beside it.
        .target(
            name: "Control",
            dependencies: [
                "Bytes", "Config", "Deliver", "Files", "Model", "Parse", "Schedule", "Settings", "Store", "Web",
                httpServer,
                sockets,
            ],
            swiftSettings: settings),
        .target(
            name: "Polling",
            dependencies: [
                "Bytes", "Cleaning", "Config", "Deliver", "Fetch", "Files", "Identity", "Intake", "Model", "Parse",
                "ParserProcess", "Render", "Schedule", "Settings", "Store", "Web", "WebSub", logging,
            ],
            swiftSettings: marked),
        .target(
            name: "Daemon",
            dependencies: [
                "Bytes", "Config", "Control", "Deliver", "Fetch", "Files", "Identity", "Intake", "Model", "Parse",
                "ParserProcess", "Polling", "Sandbox", "Schedule", "Settings", "Store", "Web", "WebSub", logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Operations",
            dependencies: [
                "Bytes", "CLinux", "Cleaning", "Config", "Deliver", "Fetch", "Files", "HTML", "Identity", "Model",
                "Parse", "ParserProcess", "Sandbox", "Settings", "Store", "Web",
            ],
            swiftSettings: settings),

        // Level 5: the commands.
        .target(
            name: "Commands",
            dependencies: [
                "Bytes", "Cleaning", "Config", "Control", "Deliver", "Fetch", "Files", "Model", "Operations", "Page",
                "Parse", "Render", "Schedule", "Selectors", "Settings", "Store", "StorePostgres", "StoreSQLite", "Web",
                argumentParser,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "newspool",
            dependencies: [
                "CLocaleData", "Commands", "Config", "Control", "Daemon", "Deliver", "Files", "Model", "Operations",
                "ParserProcess", "Settings", "Store",
                argumentParser, logging,
            ],
            swiftSettings: settings, linkerSettings: [small]),

        .target(
            name: "TestSupport", dependencies: ["Fetch", "Files", "Model"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "CharactersTests", dependencies: ["Characters", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "DatesTests", dependencies: ["Dates", "Model", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "PatternTests", dependencies: ["Patterns"], swiftSettings: settings),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "WebSubTests", dependencies: ["WebSub", "Model", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ModelTests", dependencies: ["Model", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ConfigTests", dependencies: ["Config", "Web", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ScheduleTests", dependencies: ["Schedule", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "FetchTests", dependencies: ["Fetch", "Web", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "XMLTests", dependencies: ["XML", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "HTMLTests", dependencies: ["HTML", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "SelectorsTests", dependencies: ["HTML", "Selectors"], swiftSettings: settings),
        .testTarget(
            name: "PageTests", dependencies: ["HTML", "Page", "Selectors", "TestSupport"], swiftSettings: settings),
        .target(
            name: "Constructs",
            dependencies: ["Characters", "Cleaning", "Dates", "Model", "Parse", "Selectors", "Web"],
            path: "Tests/Constructs", swiftSettings: settings),
        .testTarget(
            name: "ParseTests",
            dependencies: ["Cleaning", "Constructs", "Dates", "HTML", "Page", "Parse", "Model", "Web", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "CleaningTests", dependencies: ["Cleaning", "HTML", "Model", "Parse", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "ParserProcessTests",
            dependencies: ["newspool", "Cleaning", "ParserProcess", "Model", "Parse", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "IdentityTests", dependencies: ["Identity", "Model", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "RenderTests", dependencies: ["Model", "Render", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Files", "Identity", "Model", "Store", "StoreMemory", "StorePostgres", "StoreSQLite", "TestSupport",
                grdb, sqlite,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DeliverTests",
            dependencies: [
                "Config", "Deliver", "Fetch", "Files", "Identity", "Model", "Store", "StoreMemory", "StoreSQLite",
                "TestSupport", logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ControlTests", dependencies: ["Control", "Model", "Store", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "OperationsTests", dependencies: ["Model", "Operations", "TestSupport", "Web"],
            swiftSettings: settings),
        .testTarget(
            name: "IntakeTests", dependencies: ["Fetch", "Intake", "Model", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "PollingTests",
            dependencies: [
                "Config", "Fetch", "Intake", "Model", "Parse", "Polling", "Schedule", "Store", "TestSupport", logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Cleaning", "Daemon", "Config", "Control", "Deliver", "Fetch", "Files", "Identity", "Intake", "Model",
                "Parse",
                "ParserProcess", "Polling", "Schedule", "Settings", "Store", "StoreMemory", "TestSupport", "WebSub",
                crypto, logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "newspool", "Files", "Operations", "Store", "StoreSQLite", "Schedule", "TestSupport", crypto,
            ],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The fuzzers are built by `Fuzz/run` alone: they want another compiler setting, and libFuzzer's main.
if Context.environment["NEWSPOOL_FUZZ"] != nil {
    package.targets += [
        .target(name: "FuzzDriver", path: "Fuzz/FuzzDriver"),
        .executableTarget(
            name: "FuzzParse", dependencies: ["Cleaning", "FuzzDriver", "JSON", "Parse", "Model"],
            path: "Fuzz/FuzzParse"),
        .executableTarget(name: "FuzzHTML", dependencies: ["FuzzDriver", "HTML"], path: "Fuzz/FuzzHTML"),
        .executableTarget(name: "FuzzDates", dependencies: ["FuzzDriver", "Dates", "Model"], path: "Fuzz/FuzzDates"),
        .executableTarget(name: "FuzzAddresses", dependencies: ["FuzzDriver", "Web"], path: "Fuzz/FuzzAddresses"),
        .executableTarget(
            name: "FuzzSelectors", dependencies: ["FuzzDriver", "HTML", "Selectors"], path: "Fuzz/FuzzSelectors"),
        .executableTarget(name: "FuzzTOML", dependencies: ["FuzzDriver", "Config"], path: "Fuzz/FuzzTOML"),
        .executableTarget(name: "FuzzRequests", dependencies: ["FuzzDriver", "Control"], path: "Fuzz/FuzzRequests"),
        .executableTarget(
            name: "FuzzMessages", dependencies: ["FuzzDriver", "Control", "Deliver"], path: "Fuzz/FuzzMessages"),
        .executableTarget(name: "FuzzJSON", dependencies: ["FuzzDriver", "JSON"], path: "Fuzz/FuzzJSON"),
        .executableTarget(name: "FuzzOPML", dependencies: ["FuzzDriver", "Parse"], path: "Fuzz/FuzzOPML"),
        .executableTarget(
            name: "FuzzPages", dependencies: ["Cleaning", "FuzzDriver", "Model"], path: "Fuzz/FuzzPages"),
        .executableTarget(
            name: "FuzzAnswers",
            dependencies: ["FuzzDriver", "Bytes", "Cleaning", "Model", "Parse", "ParserProcess"],
            path: "Fuzz/FuzzAnswers"),
        .executableTarget(name: "Doubling", dependencies: ["Constructs"], path: "Fuzz/Doubling"),
    ]
}

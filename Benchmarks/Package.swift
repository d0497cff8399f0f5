// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what is measured here is not part of the product, and no one who builds newspool builds it.
let package = Package(
    name: "newspool-benchmarks",
    dependencies: [.package(name: "newspool", path: "..")],
    targets: [
        .executableTarget(
            name: "AdaptivePolling", dependencies: [.product(name: "Schedule", package: "newspool")],
            path: "AdaptivePolling", exclude: ["README.md"]),
        .executableTarget(
            name: "Delivery", dependencies: [.product(name: "Delivery", package: "newspool")], path: "Delivery"),
        .executableTarget(
            // Cleaning brings Parse and HTML with it.
            name: "Pages", dependencies: [.product(name: "Cleaning", package: "newspool")], path: "Pages"),
    ],
    swiftLanguageModes: [.v6]
)

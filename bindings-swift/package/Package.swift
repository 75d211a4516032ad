// swift-tools-version: 6.0

import PackageDescription

// A package of someone who uses Tokenseal, with everything switched on that finds races and lax
// code. The tests build it next to the package as released, and run it.
let package = Package(
    name: "Trial",
    platforms: [.iOS(.v15), .macOS(.v12)],
    dependencies: [.package(path: "../Tokenseal")],
    targets: [
        .executableTarget(
            name: "Trial",
            dependencies: [.product(name: "Tokenseal", package: "Tokenseal")],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .unsafeFlags(["-strict-concurrency=complete", "-warnings-as-errors"]),
            ])
    ],
    swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.0

import Foundation
import PackageDescription

// In a release the library is an XCFramework, from where it is published (the release workflow fills this in) or beside this file. In a checkout it
// is what `cargo xtask setup swift` built; who builds says where it is: `swift build -Xlinker -L…`.
let release: (url: String, checksum: String)? = nil
let framework = "TokensealFFI.xcframework"

let library: Target =
    if let release {
        .binaryTarget(name: "TokensealFFI", url: release.url, checksum: release.checksum)
    } else if FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + framework) {
        .binaryTarget(name: "TokensealFFI", path: framework)
    } else {
        .systemLibrary(name: "TokensealFFI", path: "Sources/TokensealFFI")
    }

// What only a checkout needs: programs for `cargo xtask demo` and `cargo xtask bench`, and the tests. Whoever depends on the package is not bothered with them.
let isCheckout = Context.environment["TOKENSEAL_CHECKOUT"] != nil
// The library was built with the function that panics.
let hooks: [SwiftSetting] = Context.environment["TOKENSEAL_HOOKS"] == nil ? [] : [.define("TOKENSEAL_HOOKS")]

let checkout: [Target] = [
    .target(name: "Operations", dependencies: ["Tokenseal", "TokensealNative"], path: "Tests/Operations"),
    .executableTarget(name: "Answerer", dependencies: ["Operations"], path: "Tests/Answerer"),
    .executableTarget(name: "Bench", dependencies: ["Tokenseal", "TokensealNative"], path: "Tests/Bench", swiftSettings: hooks),
    .testTarget(
        name: "TokensealTests", dependencies: ["Tokenseal", "TokensealNative", "Operations"], path: "Tests/TokensealTests", swiftSettings: hooks),
]

let package = Package(
    name: "Tokenseal",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Tokenseal", targets: ["Tokenseal"])],
    targets: [
        library,
        .target(name: "TokensealNative", dependencies: ["TokensealFFI"]),
        .target(name: "Tokenseal", dependencies: ["TokensealNative"]),
    ] + (isCheckout ? checkout : []),
    swiftLanguageModes: [.v6]
)

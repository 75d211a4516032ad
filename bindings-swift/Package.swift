// swift-tools-version: 6.0

import Foundation
import PackageDescription

// In a release the library is an XCFramework, from where it is published (the release workflow
// fills this in) or next to this file. In a checkout it is what `cargo xtask setup swift` built, and
// the build says where it is: `swift build -Xlinker -L…`.
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

// Targets that only a checkout needs: programs for `cargo xtask demo` and `cargo xtask bench`, and
// the tests. Packages that depend on this one do not see them.
let isCheckout = Context.environment["TOKENSEAL_CHECKOUT"] != nil
// The library was built with the function that panics.
let hooks: [SwiftSetting] = Context.environment["TOKENSEAL_HOOKS"] == nil ? [] : [.define("TOKENSEAL_HOOKS")]

let checkout: [Target] = [
    .target(name: "Operations", dependencies: ["Tokenseal", "TokensealNative"], path: "Tests/Operations"),
    .executableTarget(name: "Answerer", dependencies: ["Operations"], path: "Tests/Answerer"),
    .executableTarget(name: "Bench", dependencies: ["Tokenseal", "TokensealNative"], path: "Tests/Bench", swiftSettings: hooks),
    .testTarget(
        name: "TokensealTests", dependencies: ["Tokenseal", "TokensealNative", "Operations"], path: "Tests/TokensealTests",
        // The tested code is optimized. Optimizing the tests as well, as one module, takes more
        // than five minutes of CPU time.
        swiftSettings: hooks + [.unsafeFlags(["-Onone"])]),
]

// Xcode puts the privacy manifest into apps. Elsewhere nothing needs it, and a resource would be one
// more file to deploy.
#if canImport(Darwin)
let (privacy, left): ([Resource], [String]) = ([.process("PrivacyInfo.xcprivacy")], [])
#else
let (privacy, left): ([Resource], [String]) = ([], ["PrivacyInfo.xcprivacy"])
#endif

let package = Package(
    name: "Tokenseal",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Tokenseal", targets: ["Tokenseal"])],
    targets: [
        library,
        .target(name: "TokensealNative", dependencies: ["TokensealFFI"]),
        .target(name: "Tokenseal", dependencies: ["TokensealNative"], exclude: left, resources: privacy),
    ] + (isCheckout ? checkout : []),
    swiftLanguageModes: [.v6]
)

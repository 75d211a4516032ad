import Foundation
import Tokenseal

#if canImport(CryptoKit)
import CryptoKit
#endif

/// A key like the Secure Enclave's: it signs, and nothing reveals its private half. Only Apple's
/// devices have the Enclave itself: here it is CryptoKit's key, which has the same calls, and on
/// Linux one that the program `openssl` keeps in a file.
struct Enclave: ExternalKey {
    let publicKey: Key
    let signatureFormat: SignatureFormat

    #if canImport(CryptoKit)
    private let key = P256.Signing.PrivateKey()

    init(_ format: SignatureFormat) throws {
        publicKey = try Key(der: key.publicKey.derRepresentation, algorithm: .ES256)
        signatureFormat = format
    }

    func signature(for input: Data) async throws -> Data {
        let signature = try key.signature(for: input)
        return signatureFormat == .der ? signature.derRepresentation : signature.rawRepresentation
    }
    #else
    private let file = Samples.folder.appendingPathComponent(UUID().uuidString)

    init(_ format: SignatureFormat) throws {
        _ = try openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file.path)
        publicKey = try Key(der: openssl("pkey", "-in", file.path, "-pubout", "-outform", "DER"), algorithm: .ES256)
        signatureFormat = format
    }

    func signature(for input: Data) async throws -> Data {
        let signed = Samples.folder.appendingPathComponent(UUID().uuidString)
        try input.write(to: signed)
        let der = try openssl("dgst", "-sha256", "-sign", file.path, signed.path)
        return signatureFormat == .der ? der : raw(der)
    }
    #endif
}

#if !canImport(CryptoKit)
private struct Failed: Error {}

private func openssl(_ arguments: String...) throws -> Data {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
    return data
}

/// `r` and `s` of a signature in DER, which is short enough for lengths of one byte, each in 32
/// bytes.
private func raw(_ der: Data) -> Data {
    var rest = Array(der.dropFirst(2))
    var both = Data()
    for _ in 0..<2 {
        let number = rest[2..<2 + Int(rest[1])].drop { $0 == 0 }
        both += Data(count: 32 - number.count) + Data(number)
        rest = Array(rest.dropFirst(2 + Int(rest[1])))
    }
    return both
}
#endif

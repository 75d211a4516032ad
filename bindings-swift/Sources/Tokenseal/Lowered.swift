import Foundation
internal import TokensealNative

// What UniFFI writes is not API: `Native…` says which side a type is on.
typealias NativeError = TokensealNative.TokenError
typealias NativeIssuer = TokensealNative.Issuer
typealias NativeKey = TokensealNative.Key
typealias NativeKeySet = TokensealNative.KeySet
typealias NativePending = TokensealNative.Pending
typealias NativeToken = TokensealNative.Token
typealias NativeUnsigned = TokensealNative.Unsigned
typealias NativeVerifier = TokensealNative.Verifier

// How values of this package cross to the core.

func lowered(_ algorithm: Algorithm) throws -> TokensealNative.Algorithm { try parseAlgorithm(name: algorithm.rawValue) }

func lowered(_ enc: ContentEncryption?) throws -> TokensealNative.ContentEncryption? { try enc.map { try parseContentEncryption(name: $0.rawValue) } }

func lowered(_ algorithms: [SignatureAlgorithm]?) throws -> [TokensealNative.SignatureAlgorithm]? {
    try algorithms?.map { try parseSignatureAlgorithm(name: $0.rawValue) }
}

func lowered(_ algorithms: [KeyManagement]?) throws -> [TokensealNative.KeyManagement]? {
    try algorithms?.map { try parseKeyManagement(name: $0.rawValue) }
}

func lowered(_ algorithms: [ContentEncryption]?) throws -> [TokensealNative.ContentEncryption]? {
    try algorithms?.map { try parseContentEncryption(name: $0.rawValue) }
}

func lowered(_ texts: (any OneOrMany)?) -> TokensealNative.OneOrMany? { texts.map { TokensealNative.OneOrMany($0) } }

/// A limit below zero is as wrong as zero, and the core says so.
func lowered(_ limit: Int?) -> UInt64? { limit.map(UInt64.init(clamping:)) }

/// Seconds since the epoch.
func lowered(_ time: Date?) -> Double? { time?.timeIntervalSince1970 }

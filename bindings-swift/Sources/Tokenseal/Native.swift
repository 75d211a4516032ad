internal import TokensealNative

// What UniFFI writes is not API: `Native…` says which side a type is on.
typealias NativeError = TokensealNative.TokenError
typealias NativeIssuer = TokensealNative.Issuer
typealias NativeKey = TokensealNative.Key
typealias NativeKeySet = TokensealNative.KeySet
typealias NativePending = TokensealNative.Pending
typealias NativePendingCheck = TokensealNative.PendingCheck
typealias NativeRemoteKeySet = TokensealNative.RemoteKeySet
typealias NativeToken = TokensealNative.Token
typealias NativeUnsigned = TokensealNative.Unsigned
typealias NativeVerifier = TokensealNative.Verifier

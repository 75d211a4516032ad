internal import TokensealNative

// UniFFI's generated types are not API: `Native…` says which side a type is on.
typealias NativeAccessRules = TokensealNative.AccessRules
typealias NativeAdvanced = TokensealNative.Advanced
typealias NativeChecking = TokensealNative.Checking
typealias NativeConfirm = TokensealNative.Confirm
typealias NativeEncryptionKey = TokensealNative.EncryptionKey
typealias NativeError = TokensealNative.TokenError
typealias NativeFollowed = TokensealNative.Followed
typealias NativeHeader = TokensealNative.Header
typealias NativeIssuer = TokensealNative.Issuer
typealias NativeKey = TokensealNative.Key
typealias NativeKeyRing = TokensealNative.KeyRing
typealias NativeKeySet = TokensealNative.KeySet
typealias NativeKeys = TokensealNative.Keys
typealias NativePending = TokensealNative.Pending
typealias NativePendingAction = TokensealNative.PendingAction
typealias NativePendingChange = TokensealNative.PendingChange
typealias NativePendingCheck = TokensealNative.PendingCheck
typealias NativePendingEntries = TokensealNative.PendingEntries
typealias NativeProtectedResource = TokensealNative.ProtectedResource
typealias NativeRemoteKeySet = TokensealNative.RemoteKeySet
typealias NativeReplayCache = TokensealNative.ReplayCache
typealias NativeRequestToken = TokensealNative.RequestToken
typealias NativeRevocationChange = TokensealNative.RevocationChange
typealias NativeRevocationEntry = TokensealNative.RevocationEntry
typealias NativeRevocations = TokensealNative.Revocations
typealias NativeRingChange = TokensealNative.RingChange
typealias NativeRingKey = TokensealNative.RingKey
typealias NativeSigningKey = TokensealNative.SigningKey
typealias NativeStatusList = TokensealNative.StatusList
typealias NativeStatusLists = TokensealNative.StatusLists
typealias NativeTaken = TokensealNative.Taken
typealias NativeToken = TokensealNative.Token
typealias NativeUnsigned = TokensealNative.Unsigned
typealias NativeVerifier = TokensealNative.Verifier
typealias NativeWithdrawal = TokensealNative.Withdrawal

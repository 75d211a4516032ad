import Foundation
internal import TokensealNative

/// What a ``Verifier`` verifies signatures with: ``Keys`` at hand, a ``RemoteKeySet``, which is
/// fetched, or a ``KeyRing``, which rotates.
public protocol VerificationKeys: KeySourced {}

/// What a ``Verifier`` decrypts with: ``Keys`` at hand, or a ``KeyRing``, which rotates.
public protocol DecryptionKeys: KeySourced {}

/// What an ``Issuer`` signs with: a ``Key``, or a ``KeyRing``, whose key changes.
public protocol SigningKey: KeySourced {}

/// What an ``Issuer`` encrypts to: a ``Key``, the recipient's ``RemoteKeySet``, or a ``KeyRing`` of
/// its own.
public protocol EncryptionKey: KeySourced {}

/// Anything that can be given as keys.
public protocol KeySourced: Sendable {
    /// Where the keys come from.
    var keySource: KeySource { get }
}

/// Where keys come from. Only the package's own types know; your own type passes on what one of
/// them says.
public struct KeySource: Sendable {
    enum Kind: Sendable {
        case key(Key)
        case set(KeySet)
        case remote(RemoteKeySet)
        case ring(KeyRing)
    }

    let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// What fetches the keys, if they are fetched.
    var carrier: Carrier? {
        switch kind {
        case .key, .set: nil
        case .remote(let set): set.carrier
        case .ring(let ring): ring.carrier
        }
    }

    /// Whether the keys change with time.
    var isTimed: Bool {
        switch kind {
        case .key, .set: false
        case .remote, .ring: true
        }
    }

    /// A test's clock, by which they do.
    var clock: (@Sendable () -> Date)? {
        switch kind {
        case .key, .set: nil
        case .remote(let set): set.carrier.clock
        case .ring(let ring): ring.clock
        }
    }

    var keys: NativeKeys {
        switch kind {
        case .key(let key): .fixed(set: key.keySet.native)
        case .set(let set): .fixed(set: set.native)
        case .remote(let set): .remote(set: set.native)
        case .ring(let ring): .ring(ring: ring.native)
        }
    }

    func signingKey() throws(TokenError) -> NativeSigningKey {
        switch kind {
        case .key(let key): .fixed(key: key.native)
        case .ring(let ring): .ring(ring: ring.native)
        case .set, .remote: throw TokenError.defect
        }
    }

    func encryptionKey() throws(TokenError) -> NativeEncryptionKey {
        switch kind {
        case .key(let key): .fixed(key: key.native)
        case .remote(let set): .remote(set: set.native)
        case .ring(let ring): .ring(ring: ring.native)
        case .set: throw TokenError.defect
        }
    }
}

extension Keys {
    /// The keys themselves.
    public var keySource: KeySource { KeySource(.set(keySet)) }
}

extension Key: SigningKey, EncryptionKey {
    /// The key itself.
    public var keySource: KeySource { KeySource(.key(self)) }
}

extension RemoteKeySet: VerificationKeys, EncryptionKey {
    /// Where the keys are fetched from.
    public var keySource: KeySource { KeySource(.remote(self)) }
}

extension KeyRing: VerificationKeys, DecryptionKeys, SigningKey, EncryptionKey {
    /// The ring itself.
    public var keySource: KeySource { KeySource(.ring(self)) }
}

import Foundation
internal import TokensealNative

/// A key of a ``KeyRing``, and its times. It holds no key material.
///
/// ```swift
/// let ring = try KeyRing.create(.ES256)
/// try ring.keys().map(\.state) // => [.active, .upcoming]
/// ```
public struct RingKey: Hashable, Sendable {
    /// Its `kid`.
    public let keyID: String
    /// The algorithm that it is for.
    public let algorithm: Algorithm
    /// Its state.
    public let state: KeyRing.State
    /// Whether its private half is elsewhere.
    public let isExternal: Bool
    /// When it was published; for an encryption key, when it was added.
    public let published: Date
    /// When its turn begins, if that is decided.
    public let activeFrom: Date?
    /// When its turn ends, if that is decided.
    public let activeUntil: Date?
    /// From when nothing made with it can still be valid, if that is decided.
    public let retires: Date?
    /// When it was revoked, if it was.
    public let revoked: Date?

    init(_ native: NativeRingKey) throws(TokenError) {
        keyID = native.keyId
        algorithm = try Algorithm(named: native.algorithm)
        state = try KeyRing.State(native.state)
        isExternal = native.isExternal
        published = Date(timeIntervalSince1970: native.published)
        activeFrom = native.activeFrom.map(Date.init(timeIntervalSince1970:))
        activeUntil = native.activeUntil.map(Date.init(timeIntervalSince1970:))
        retires = native.retires.map(Date.init(timeIntervalSince1970:))
        revoked = native.revoked.map(Date.init(timeIntervalSince1970:))
    }
}

extension KeyRing {
    /// The state of a key of a ring.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Published, so that everyone knows it before it signs. An encryption key is not yet
        /// published in this state, but already decrypts tokens.
        case upcoming
        /// It signs, or is encrypted to.
        case active
        /// It no longer signs, but tokens that it signed may still be valid.
        case verifyOnly = "verify-only"
        /// It is no longer published, but tokens that were encrypted to it may still be valid.
        case decryptOnly = "decrypt-only"
        /// Nothing that was made with it can still be valid.
        case retired
        /// Tokens that were made with it are refused.
        case revoked

        init(_ name: String) throws(TokenError) {
            guard let known = Self(rawValue: name) else { throw TokenError.defect }
            self = known
        }
    }

    /// A change of a key.
    public struct Change: Hashable, Sendable {
        /// Which key.
        public let keyID: String
        /// The algorithm that it is for.
        public let algorithm: Algorithm
        /// Its state before; nil if it is new.
        public let was: State?
        /// Its state now; nil if the ring has forgotten it.
        public let state: State?

        init(_ native: NativeRingChange) throws(TokenError) {
            keyID = native.keyId
            algorithm = try Algorithm(named: native.algorithm)
            was = try native.was.map { (name) throws(TokenError) in try State(name) }
            state = try native.state.map { (name) throws(TokenError) in try State(name) }
        }
    }

    /// The result of advancing a ring.
    public struct Advanced: Hashable, Sendable {
        /// The changes of keys since it was last advanced.
        public let changes: [Change]
        /// When something will be due again; nil if nothing will be until a key is added.
        public let next: Date?
        /// The algorithms whose private keys are elsewhere and that need another key: without one,
        /// the next turn is not planned.
        public let needsKey: [Algorithm]

        init(_ native: NativeAdvanced) throws(TokenError) {
            changes = try native.changes.map { (change) throws(TokenError) in try Change(change) }
            next = native.next.map(Date.init(timeIntervalSince1970:))
            needsKey = try native.needsKey.map { (name) throws(TokenError) in try Algorithm(named: name) }
        }
    }
}

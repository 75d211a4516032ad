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
    /// What it is for.
    public let algorithm: Algorithm
    /// How it stands.
    public let state: KeyRing.State
    /// Whether its private half is elsewhere.
    public let isExternal: Bool
    /// Since when it is published; since when it is held, if it is encrypted to.
    public let published: Date
    /// When its turn begins, if that is decided.
    public let activeFrom: Date?
    /// When its turn ends, if that is decided.
    public let activeUntil: Date?
    /// When nothing that was made with it can still be valid, if that is decided.
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
    /// How a key of a ring stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Published, so that everybody knows it before it signs. A key to encrypt to is not published yet, and opens tokens already.
        case upcoming
        /// It signs, or is encrypted to.
        case active
        /// It signs no more, and tokens that it signed may still be valid.
        case verifyOnly = "verify-only"
        /// It is published no more, and tokens that were encrypted to it may still be valid.
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

    /// What became of a key.
    public struct Change: Hashable, Sendable {
        /// Which key.
        public let keyID: String
        /// What it is for.
        public let algorithm: Algorithm
        /// How it stood before; nil: it is new.
        public let was: State?
        /// How it stands; nil: nothing is known of it any more.
        public let state: State?

        init(_ native: NativeRingChange) throws(TokenError) {
            keyID = native.keyId
            algorithm = try Algorithm(named: native.algorithm)
            was = try native.was.map { (name) throws(TokenError) in try State(name) }
            state = try native.state.map { (name) throws(TokenError) in try State(name) }
        }
    }

    /// What came of advancing a ring.
    public struct Advanced: Hashable, Sendable {
        /// What became of keys since it was advanced last.
        public let changes: [Change]
        /// When there will be something to do again; nil: not before somebody gives a key.
        public let next: Date?
        /// The algorithms whose private keys are elsewhere, and which need another key: without it, the next turn is not planned.
        public let needsKey: [Algorithm]

        init(_ native: NativeAdvanced) throws(TokenError) {
            changes = try native.changes.map { (change) throws(TokenError) in try Change(change) }
            next = native.next.map(Date.init(timeIntervalSince1970:))
            needsKey = try native.needsKey.map { (name) throws(TokenError) in try Algorithm(named: name) }
        }
    }
}

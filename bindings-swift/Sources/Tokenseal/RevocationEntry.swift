import Foundation
internal import TokensealNative

extension Revocations {
    /// What an entry revokes.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// One token.
        case token
        /// The tokens of a session.
        case session
        /// The tokens issued to a subject before a time.
        case subject
        /// The tokens that a key verifies.
        case key
        /// The tokens that an issuer issued before a time.
        case issuer
    }

    /// A revocation, as ``entries(options:)`` lists it and ``withdraw(_:options:)`` takes it.
    public struct Entry: Hashable, Sendable, Identifiable {
        /// Identifies the entry, by a keyed hash of what was revoked.
        public let id: String
        /// What was revoked.
        public let kind: Kind
        /// When it was revoked.
        public let at: Date
        /// For a subject or an issuer: tokens issued before this time are refused.
        public let before: Date?
        /// When the entry expires; nil if it never does.
        public let ends: Date?
        /// Who revoked it, as given.
        public let by: String?
        /// Why, as given.
        public let reason: String?
        /// How it was withdrawn, if it was.
        public let withdrawn: Withdrawal?

        init(_ native: NativeRevocationEntry) throws(TokenError) {
            guard let known = Kind(rawValue: native.kind) else { throw TokenError.defect }
            kind = known
            id = native.id
            at = Date(timeIntervalSince1970: native.at)
            before = native.before.map(Date.init(timeIntervalSince1970:))
            ends = native.ends.map(Date.init(timeIntervalSince1970:))
            by = native.by
            reason = native.reason
            withdrawn = native.withdrawn.map(Withdrawal.init)
        }
    }

    /// How a revocation was withdrawn.
    public struct Withdrawal: Hashable, Sendable {
        /// When.
        public let at: Date
        /// By whom, as given.
        public let by: String?
        /// Why, as given.
        public let reason: String?

        init(_ native: NativeWithdrawal) {
            at = Date(timeIntervalSince1970: native.at)
            by = native.by
            reason = native.reason
        }
    }
}

extension Revocations.Entry: Printed {
    /// The kind and the times, but neither the id nor what people wrote.
    public var description: String {
        let times = [("before", before), ("ends", ends), ("withdrawn", withdrawn?.at)]
        let shown = times.compactMap { name, time in time.map { ", \(name): \($0.timeIntervalSince1970)" } }
        return "Entry(\(kind), at: \(at.timeIntervalSince1970)\(shown.joined()))"
    }
}

extension Revocations.Withdrawal: Printed {
    /// The time, but not what people wrote.
    public var description: String { "Withdrawal(at: \(at.timeIntervalSince1970))" }
}

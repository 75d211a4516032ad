// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for revoking, and for withdrawing a revocation.
///
/// For ``Revocations/revoke(_:options:)``, ``Revocations/revokeID(_:issuer:options:)``, ``Revocations/revokeSession(_:issuer:options:)``, ``Revocations/revokeKey(_:issuer:options:)``, ``Revocations/revokeSubject(_:issuer:options:)``, ``Revocations/revokeIssuer(_:options:)`` and ``Revocations/withdraw(_:options:)``.
public struct RevokeOptions: Hashable, Sendable {
    /// When the last token that the call covers has expired, in seconds since the epoch: the entry ends an hour later. Only for ``Revocations/revokeID(_:issuer:options:)``, ``Revocations/revokeSession(_:issuer:options:)`` and ``Revocations/revokeKey(_:issuer:options:)``.
    public var until: Date?
    /// Refuse tokens issued before this time, in seconds since the epoch; the end of this second if not given. Only for ``Revocations/revokeSubject(_:issuer:options:)`` and ``Revocations/revokeIssuer(_:options:)``.
    public var before: Date?
    /// Who is revoking, for `entries`: at most 255 bytes, and no personal data.
    public var by: String?
    /// Why, for `entries`: at most 1,000 bytes, and no personal data.
    public var reason: String?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        until: Date? = nil,
        before: Date? = nil,
        by: String? = nil,
        reason: String? = nil,
        now: Date? = nil
    ) {
        self.until = until
        self.before = before
        self.by = by
        self.reason = reason
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("until", self.until)
        text.add("before", self.before)
        text.add("by", self.by)
        text.add("reason", self.reason)
        text.add("now", self.now)
        return text.json
    }
}

extension RevokeOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("RevokeOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for applying a security event or a logout token to a list of revocations.
///
/// For ``Revocations/applyEvents(_:options:)``.
public struct EventOptions: Hashable, Sendable {
    /// Issuers whose subjects and sessions the event may name, besides its own issuer.
    public var subjectIssuers: [String]?
    /// Who is revoking, for `entries`: at most 255 bytes, and no personal data.
    public var by: String?
    /// Why, for `entries`: at most 1,000 bytes, and no personal data.
    public var reason: String?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        subjectIssuers: [String]? = nil,
        by: String? = nil,
        reason: String? = nil,
        now: Date? = nil
    ) {
        self.subjectIssuers = subjectIssuers
        self.by = by
        self.reason = reason
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("subject_issuers", self.subjectIssuers)
        text.add("by", self.by)
        text.add("reason", self.reason)
        text.add("now", self.now)
        return text.json
    }
}

extension EventOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("EventOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

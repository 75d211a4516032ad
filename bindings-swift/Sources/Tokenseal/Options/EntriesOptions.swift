// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Which revocations to list; all of them if nothing is named.
///
/// For ``Revocations/entries(options:)``.
public struct EntriesOptions: Hashable, Sendable {
    /// The issuer of what the other options name; if not given, they name revocations without an issuer. Alone, it lists the revocations of the issuer itself.
    public var issuer: String?
    /// The `jti` of a token.
    public var tokenID: String?
    /// The `sid` of a session.
    public var sessionID: String?
    /// The `sub` of a subject.
    public var subject: String?
    /// The `kid` of a key.
    public var keyID: String?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        issuer: String? = nil,
        tokenID: String? = nil,
        sessionID: String? = nil,
        subject: String? = nil,
        keyID: String? = nil,
        now: Date? = nil
    ) {
        self.issuer = issuer
        self.tokenID = tokenID
        self.sessionID = sessionID
        self.subject = subject
        self.keyID = keyID
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("issuer", self.issuer)
        text.add("token_id", self.tokenID)
        text.add("session_id", self.sessionID)
        text.add("subject", self.subject)
        text.add("key_id", self.keyID)
        text.add("now", self.now)
        return text.json
    }
}

extension EntriesOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("EntriesOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for one token of an issuer.
///
/// For ``Issuer/issue(_:confirm:options:)``.
public struct IssueOptions: Sendable {
    /// How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have `exp`, the issuer has a `lifetime`, or `noExpiry` is set.
    public var expiresIn: Length?
    /// Whom the token is for, one or several; becomes `aud`.
    public var audience: (any OneOrMany)?
    /// Whom the token is about; becomes `sub`.
    public var subject: String?
    /// Make a token that never expires.
    public var noExpiry: Bool
    /// The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    public var notBefore: Date?
    /// The token's own ID; becomes `jti`.
    public var tokenID: String?
    /// Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
    public var header: Header?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        expiresIn: Length? = nil,
        audience: (any OneOrMany)? = nil,
        subject: String? = nil,
        noExpiry: Bool = false,
        notBefore: Date? = nil,
        tokenID: String? = nil,
        header: Header? = nil,
        now: Date? = nil
    ) {
        self.expiresIn = expiresIn
        self.audience = audience
        self.subject = subject
        self.noExpiry = noExpiry
        self.notBefore = notBefore
        self.tokenID = tokenID
        self.header = header
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("expires_in", self.expiresIn)
        text.add("audience", self.audience)
        text.add("subject", self.subject)
        text.add("no_expiry", self.noExpiry, unless: false)
        text.add("not_before", self.notBefore)
        text.add("token_id", self.tokenID)
        text.add("header", self.header)
        text.add("now", self.now)
        return text.json
    }
}

extension IssueOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("IssueOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

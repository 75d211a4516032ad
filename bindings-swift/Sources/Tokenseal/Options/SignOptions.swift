// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for making one token. An option that contradicts a claim is `ERR_OPTION_INVALID`.
///
/// For ``sign(_:with:options:)`` and ``prepare(_:for:options:)``.
public struct SignOptions: Sendable {
    /// How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims have `exp`, the issuer has a `lifetime`, or `noExpiry` is set.
    public var expiresIn: Length?
    /// Who issues the token; becomes `iss`.
    public var issuer: String?
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
    /// The `typ` in the header; `JWT` if not given. A profile sets its own.
    public var type: String?
    /// Additional parameters for the protected header. They must not include those that the library sets, such as `alg` and `crit`.
    public var header: Header?
    /// The profile that the token follows: the token gets the profile's `typ` and a random `jti` if the profile has them, and must have its claims.
    public var profile: Profile?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        expiresIn: Length? = nil,
        issuer: String? = nil,
        audience: (any OneOrMany)? = nil,
        subject: String? = nil,
        noExpiry: Bool = false,
        notBefore: Date? = nil,
        tokenID: String? = nil,
        type: String? = nil,
        header: Header? = nil,
        profile: Profile? = nil,
        now: Date? = nil
    ) {
        self.expiresIn = expiresIn
        self.issuer = issuer
        self.audience = audience
        self.subject = subject
        self.noExpiry = noExpiry
        self.notBefore = notBefore
        self.tokenID = tokenID
        self.type = type
        self.header = header
        self.profile = profile
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("expires_in", self.expiresIn)
        text.add("issuer", self.issuer)
        text.add("audience", self.audience)
        text.add("subject", self.subject)
        text.add("no_expiry", self.noExpiry, unless: false)
        text.add("not_before", self.notBefore)
        text.add("token_id", self.tokenID)
        text.add("type", self.type)
        text.add("header", self.header)
        text.add("profile", self.profile)
        text.add("now", self.now)
        return text.json
    }
}

extension SignOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("SignOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

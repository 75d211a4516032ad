// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for making a DPoP proof (RFC 9449).
///
/// For ``DPoP/prove(_:_:with:options:)`` and ``DPoP/prepare(_:_:for:options:)``.
public struct ProofOptions: Hashable, Sendable {
    /// The access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a token.
    public var accessToken: String?
    /// The nonce that the server asked for in `DPoP-Nonce`.
    public var nonce: String?
    /// The ID of the proof; becomes `jti`. Random if not given.
    public var tokenID: String?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        accessToken: String? = nil,
        nonce: String? = nil,
        tokenID: String? = nil,
        now: Date? = nil
    ) {
        self.accessToken = accessToken
        self.nonce = nonce
        self.tokenID = tokenID
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("access_token", self.accessToken)
        text.add("nonce", self.nonce)
        text.add("token_id", self.tokenID)
        text.add("now", self.now)
        return text.json
    }
}

extension ProofOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("ProofOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

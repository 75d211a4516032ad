// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for checking one token with a verifier.
///
/// For ``Verifier/verify(_:certificate:options:)``.
public struct CheckOptions: Sendable {
    /// The current time; the system clock's if not given.
    public var now: Date?
    /// The DPoP proof: the value of the `DPoP` header, or the list of its values, which must contain exactly one. Leave it out for a token that came as `Bearer`.
    public var proof: (any OneOrMany)?
    /// The method of the request, such as `GET`; required with `proof`.
    public var method: String?
    /// The path of the request, or its URL, whose origin must be one of `publicOrigins`; required with `proof`. Give the path as the client sent it, not decoded.
    public var url: String?

    /// The options that are given; the others keep their defaults.
    public init(
        now: Date? = nil,
        proof: (any OneOrMany)? = nil,
        method: String? = nil,
        url: String? = nil
    ) {
        self.now = now
        self.proof = proof
        self.method = method
        self.url = url
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("now", self.now)
        text.add("proof", self.proof)
        text.add("method", self.method)
        text.add("url", self.url)
        return text.json
    }
}

extension CheckOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("CheckOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

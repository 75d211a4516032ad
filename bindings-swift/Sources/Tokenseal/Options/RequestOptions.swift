// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for checking one request to a protected resource.
///
/// For ``ProtectedResource/check(_:_:headers:certificate:options:)``.
public struct RequestOptions: Sendable {
    /// The scopes that the token must have, all of them, in addition to what the rules require: a string with spaces between them, or a list.
    public var scope: (any OneOrMany)?
    /// Let a request without a token pass. A request with a bad token never does.
    public var optional: Bool
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        scope: (any OneOrMany)? = nil,
        optional: Bool = false,
        now: Date? = nil
    ) {
        self.scope = scope
        self.optional = optional
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("scope", self.scope)
        text.add("optional", self.optional, unless: false)
        text.add("now", self.now)
        return text.json
    }
}

extension RequestOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("RequestOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

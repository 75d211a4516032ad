// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for the signed token of a status list.
///
/// For ``StatusList/jwt(signingWith:uri:options:)``.
public struct StatusTokenOptions: Hashable, Sendable {
    /// How long those who fetch the list may cache it; becomes `ttl`. This or `expiresIn` is required.
    public var ttl: Length?
    /// How long the list is valid, counted from `now`; becomes `exp`.
    public var expiresIn: Length?
    /// The current time; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        ttl: Length? = nil,
        expiresIn: Length? = nil,
        now: Date? = nil
    ) {
        self.ttl = ttl
        self.expiresIn = expiresIn
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("ttl", self.ttl)
        text.add("expires_in", self.expiresIn)
        text.add("now", self.now)
        return text.json
    }
}

extension StatusTokenOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("StatusTokenOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

// Generated from the core by `cargo xtask generate`. Do not edit.

import Foundation

/// Options for asking access rules about a request.
///
/// For ``AccessRules/check(_:_:_:options:)``, ``AccessRules/require(_:_:_:options:)`` and ``AccessRules/explain(_:_:_:options:)``.
public struct AccessOptions: Hashable, Sendable {
    /// How the path is given.
    public var form: PathForm
    /// What the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is denied: nobody could say which handler it reaches.
    public var ignores: [Ignored]?
    /// The current time, against which `auth_time` is checked; the system clock's if not given.
    public var now: Date?

    /// The options that are given; the others keep their defaults.
    public init(
        form: PathForm = .raw,
        ignores: [Ignored]? = nil,
        now: Date? = nil
    ) {
        self.form = form
        self.ignores = ignores
        self.now = now
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("form", self.form, unless: .raw)
        text.add("ignores", self.ignores)
        text.add("now", self.now)
        return text.json
    }
}

extension AccessOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("AccessOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

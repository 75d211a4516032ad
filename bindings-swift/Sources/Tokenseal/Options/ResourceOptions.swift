// Generated from the core by `cargo xtask generate`. Do not edit.

/// Options for a protected resource: its name, where its tokens are found, and how its paths are read.
///
/// For ``ProtectedResource``.
public struct ResourceOptions: Hashable, Sendable {
    /// The URL by which clients know the resource: https, or http on the same machine, without query or fragment. The resource's metadata is published below it (RFC 9728).
    public var resource: String?
    /// The issuers whose tokens it accepts, for its metadata.
    public var authorizationServers: [String]?
    /// The scopes that clients may ask for, for its metadata.
    public var scopesSupported: [String]?
    /// The URL of documentation for developers, for its metadata.
    public var documentation: String?
    /// What is protected, for people: the `realm` of challenges, in printable ASCII.
    public var realm: String?
    /// The name of a cookie that may carry the token instead of the `Authorization` header. It must begin with `__Host-`.
    public var cookie: String?
    /// Allow any cookie name, so that browsers also send the cookie over http: for development.
    public var allowInsecureCookies: Bool
    /// How the path is given.
    public var form: PathForm
    /// What the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is denied: nobody could say which handler it reaches.
    public var ignores: [Ignored]?

    /// The options that are given; the others keep their defaults.
    public init(
        resource: String? = nil,
        authorizationServers: [String]? = nil,
        scopesSupported: [String]? = nil,
        documentation: String? = nil,
        realm: String? = nil,
        cookie: String? = nil,
        allowInsecureCookies: Bool = false,
        form: PathForm = .raw,
        ignores: [Ignored]? = nil
    ) {
        self.resource = resource
        self.authorizationServers = authorizationServers
        self.scopesSupported = scopesSupported
        self.documentation = documentation
        self.realm = realm
        self.cookie = cookie
        self.allowInsecureCookies = allowInsecureCookies
        self.form = form
        self.ignores = ignores
    }

    /// What crosses to the core.
    var json: String {
        var text = OptionText()
        text.add("resource", self.resource)
        text.add("authorization_servers", self.authorizationServers)
        text.add("scopes_supported", self.scopesSupported)
        text.add("documentation", self.documentation)
        text.add("realm", self.realm)
        text.add("cookie", self.cookie)
        text.add("allow_insecure_cookies", self.allowInsecureCookies, unless: false)
        text.add("form", self.form, unless: .raw)
        text.add("ignores", self.ignores)
        return text.json
    }
}

extension ResourceOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("ResourceOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

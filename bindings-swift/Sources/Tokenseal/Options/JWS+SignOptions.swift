// Generated from the core by `cargo xtask generate`. Do not edit.

extension JWS {
    /// Options for signing arbitrary bytes.
    ///
    /// For ``JWS/sign(_:with:options:)``.
    public struct SignOptions: Hashable, Sendable {
        /// Additional parameters for the protected header: the same for every signature, or one object per key.
        public var header: JWS.Headers?
        /// Parameters for the unprotected header, which anyone can change; only in the JSON serializations. The same for every signature, or one object per key. A `kid` given here must be the key's, and is then left out of the protected header.
        public var unprotected: JWS.Headers?
        /// The names of protected header parameters that a recipient must understand or else refuse the token (`crit`). Each must be in `header`.
        public var critical: [String]?
        /// How to write the token.
        public var serialization: Serialization
        /// Leave the payload out of the token; it reaches the recipient by some other means (RFC 7515, appendix F).
        public var detached: Bool
        /// Encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which suits detached payloads.
        public var b64: Bool

        /// The options that are given; the others keep their defaults.
        public init(
            header: JWS.Headers? = nil,
            unprotected: JWS.Headers? = nil,
            critical: [String]? = nil,
            serialization: Serialization = .compact,
            detached: Bool = false,
            b64: Bool = true
        ) {
            self.header = header
            self.unprotected = unprotected
            self.critical = critical
            self.serialization = serialization
            self.detached = detached
            self.b64 = b64
        }

        /// What crosses to the core.
        var json: String {
            var text = OptionText()
            text.add("header", self.header)
            text.add("unprotected", self.unprotected)
            text.add("critical", self.critical)
            text.add("serialization", self.serialization, unless: .compact)
            text.add("detached", self.detached, unless: false)
            text.add("b64", self.b64, unless: true)
            return text.json
        }
    }
}

extension JWS.SignOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWS.SignOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

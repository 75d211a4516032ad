// Generated from the core by `cargo xtask generate`. Do not edit.

extension JWS {
    /// Options for verifying the signatures of arbitrary bytes.
    ///
    /// For ``JWS/verify(_:with:payload:expecting:)``.
    public struct VerifyOptions: Hashable, Sendable {
        /// The only signature algorithms to accept, among those that the keys allow.
        public var algorithms: [SignatureAlgorithm]?
        /// The names that may appear in `crit` because the caller understands and checks them.
        public var critical: [String]?
        /// Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce them.
        public var allowBase64Padding: Bool
        /// How many of the signatures must verify.
        public var require: JWS.Require
        /// The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
        public var maxTokenBytes: Int?
        /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
        public var maxHeaderBytes: Int?
        /// The deepest nesting of JSON, from 1 to 100; 32 if not given.
        public var maxJSONDepth: Int?
        /// The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the number of keys may be at most 1,000 times this.
        public var maxAttempts: Int?

        /// The options that are given; the others keep their defaults.
        public init(
            algorithms: [SignatureAlgorithm]? = nil,
            critical: [String]? = nil,
            allowBase64Padding: Bool = false,
            require: JWS.Require = .any,
            maxTokenBytes: Int? = nil,
            maxHeaderBytes: Int? = nil,
            maxJSONDepth: Int? = nil,
            maxAttempts: Int? = nil
        ) {
            self.algorithms = algorithms
            self.critical = critical
            self.allowBase64Padding = allowBase64Padding
            self.require = require
            self.maxTokenBytes = maxTokenBytes
            self.maxHeaderBytes = maxHeaderBytes
            self.maxJSONDepth = maxJSONDepth
            self.maxAttempts = maxAttempts
        }

        /// What crosses to the core.
        var json: String {
            var text = OptionText()
            text.add("algorithms", self.algorithms)
            text.add("critical", self.critical)
            text.add("allow_base64_padding", self.allowBase64Padding, unless: false)
            text.add("require", self.require, unless: .any)
            text.add("max_token_bytes", self.maxTokenBytes)
            text.add("max_header_bytes", self.maxHeaderBytes)
            text.add("max_json_depth", self.maxJSONDepth)
            text.add("max_attempts", self.maxAttempts)
            return text.json
        }
    }
}

extension JWS.VerifyOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWS.VerifyOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

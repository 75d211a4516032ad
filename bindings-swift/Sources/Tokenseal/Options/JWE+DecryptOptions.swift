// Generated from the core by `cargo xtask generate`. Do not edit.

extension JWE {
    /// Options for decrypting arbitrary bytes.
    ///
    /// For ``JWE/decrypt(_:with:expecting:)`` and ``JWE/prepareDecrypt(_:for:expecting:)``.
    public struct DecryptOptions: Hashable, Sendable {
        /// The only key management algorithms to accept, among those that the keys allow.
        public var keyManagement: [KeyManagement]?
        /// The only content encryption algorithms to accept.
        public var contentEncryption: [ContentEncryption]?
        /// The names that may appear in `crit` because the caller understands and checks them.
        public var critical: [String]?
        /// The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization may have 1 MiB.
        public var maxTokenBytes: Int?
        /// The longest header, protected and unprotected together, in bytes; 16 KiB if not given.
        public var maxHeaderBytes: Int?
        /// The deepest nesting of JSON, from 1 to 100; 32 if not given.
        public var maxJSONDepth: Int?
        /// The most bytes that a compressed plaintext may inflate to; 256 KiB if not given.
        public var maxInflatedBytes: Int?
        /// The most keys to try on a token, over all its signatures or recipients; 16 if not given. The number of signatures or recipients times the number of keys may be at most 1,000 times this.
        public var maxAttempts: Int?
        /// The most PBES2 iterations that a token may cost, over all its recipients and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
        public var maxPBES2Iterations: Int?

        /// The options that are given; the others keep their defaults.
        public init(
            keyManagement: [KeyManagement]? = nil,
            contentEncryption: [ContentEncryption]? = nil,
            critical: [String]? = nil,
            maxTokenBytes: Int? = nil,
            maxHeaderBytes: Int? = nil,
            maxJSONDepth: Int? = nil,
            maxInflatedBytes: Int? = nil,
            maxAttempts: Int? = nil,
            maxPBES2Iterations: Int? = nil
        ) {
            self.keyManagement = keyManagement
            self.contentEncryption = contentEncryption
            self.critical = critical
            self.maxTokenBytes = maxTokenBytes
            self.maxHeaderBytes = maxHeaderBytes
            self.maxJSONDepth = maxJSONDepth
            self.maxInflatedBytes = maxInflatedBytes
            self.maxAttempts = maxAttempts
            self.maxPBES2Iterations = maxPBES2Iterations
        }

        /// What crosses to the core.
        var json: String {
            var text = OptionText()
            text.add("key_management", self.keyManagement)
            text.add("content_encryption", self.contentEncryption)
            text.add("critical", self.critical)
            text.add("max_token_bytes", self.maxTokenBytes)
            text.add("max_header_bytes", self.maxHeaderBytes)
            text.add("max_json_depth", self.maxJSONDepth)
            text.add("max_inflated_bytes", self.maxInflatedBytes)
            text.add("max_attempts", self.maxAttempts)
            text.add("max_pbes2_iterations", self.maxPBES2Iterations)
            return text.json
        }
    }
}

extension JWE.DecryptOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWE.DecryptOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

// Generated from the core by `cargo xtask generate`. Do not edit.

extension JWE {
    /// Options for encrypting arbitrary bytes.
    ///
    /// For ``JWE/encrypt(_:to:aad:options:)``.
    public struct EncryptOptions: Hashable, Sendable {
        /// The content encryption; a `dir` key has its own; `A256GCM` if not given.
        public var enc: ContentEncryption?
        /// Additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.
        public var header: Header?
        /// Parameters for the unprotected header, which all recipients share and anyone can change; only in the JSON serializations.
        public var unprotected: Header?
        /// Parameters for the unprotected headers of the recipients, which anyone can change, one object per key; only in the JSON serializations. A `kid` given here or in `unprotected` must be the key's, and is then written nowhere else.
        public var recipientHeaders: [Header]?
        /// How to write the token.
        public var serialization: Serialization
        /// Compress the plaintext before encrypting it. The length of the token then reveals something about its content.
        public var compress: Bool
        /// Allow a symmetric key among several. Such a key must never again be used to authenticate a token, in any serialization: every recipient knows the content key, and can put other content under another recipient's encrypted key, in a compact token too.
        public var allowSharedContentKey: Bool

        /// The options that are given; the others keep their defaults.
        public init(
            enc: ContentEncryption? = nil,
            header: Header? = nil,
            unprotected: Header? = nil,
            recipientHeaders: [Header]? = nil,
            serialization: Serialization = .compact,
            compress: Bool = false,
            allowSharedContentKey: Bool = false
        ) {
            self.enc = enc
            self.header = header
            self.unprotected = unprotected
            self.recipientHeaders = recipientHeaders
            self.serialization = serialization
            self.compress = compress
            self.allowSharedContentKey = allowSharedContentKey
        }

        /// What crosses to the core.
        var json: String {
            var text = OptionText()
            text.add("enc", self.enc)
            text.add("header", self.header)
            text.add("unprotected", self.unprotected)
            text.add("recipient_headers", self.recipientHeaders)
            text.add("serialization", self.serialization, unless: .compact)
            text.add("compress", self.compress, unless: false)
            text.add("allow_shared_content_key", self.allowSharedContentKey, unless: false)
            return text.json
        }
    }
}

extension JWE.EncryptOptions: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The options that are given, without their values.
    public var description: String { shown("JWE.EncryptOptions", optionsIn: json) }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { hidden(self) }
}

// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** The claims and the `typ` that a specification requires together. */
public enum class Profile(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** An OAuth 2.0 access token (RFC 9068): typ `at+jwt`; iss, exp, aud, sub, client_id, iat and jti. */
    ACCESS_TOKEN("access-token"),

    /** An OpenID Connect ID token (Core 1.0, section 2): iss, sub, aud, exp and iat. */
    ID_TOKEN("id-token"),

    /**
     * An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4): typ `logout+jwt`; iss, aud, iat, exp, jti, the event, sub or sid, and no
     * nonce.
     */
    LOGOUT_TOKEN("logout-token"),

    /**
     * A security event token (RFC 8417; Shared Signals Framework 1.0): typ `secevent+jwt`; iss, iat, jti and events. It needs no exp: what happened
     * does not expire.
     */
    SECURITY_EVENT("security-event"),
    ;

    public companion object {
        /**
         * The one of this name, such as `access-token`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Profile = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How many of a token's signatures must verify. */
public enum class Require(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** At least one. */
    ANY("any"),

    /**
     * Every one that the token has. This does not prove who signed: one key may have made them all, and a signature that was removed is not missed.
     */
    ALL("all"),

    /** Every one, each by a key of its own, and every key must have signed: for several parties, or for a classical and a post-quantum key. */
    EVERY_KEY("every-key"),
    ;

    public companion object {
        /**
         * The one of this name, such as `any`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Require = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How a token is written. */
public enum class Serialization(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** Parts separated by dots, for URLs and HTTP headers: one key, and no unprotected header. */
    COMPACT("compact"),

    /** A JSON object for one key. */
    FLATTENED("flattened"),

    /** A JSON object for any number of keys. */
    GENERAL("general"),
    ;

    public companion object {
        /**
         * The one of this name, such as `compact`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Serialization = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How the text of a secret encodes its bytes. */
public enum class TextEncoding(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** The UTF-8 of the text is the secret, white space included. */
    UTF_8("utf-8"),

    /** Base64 (RFC 4648, section 4), with or without padding. */
    BASE64("base64"),

    /** Base64url (RFC 4648, section 5), with or without padding. */
    BASE64URL("base64url"),

    /** Hexadecimal digits, two for each byte, in either case. */
    HEX("hex"),
    ;

    public companion object {
        /**
         * The one of this name, such as `utf-8`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): TextEncoding = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** What happens to a token while the list of revocations cannot be refreshed. */
public enum class WhenUnavailable(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** It is refused. */
    REFUSE("refuse"),

    /** It is checked against the last known list, provided that one was ever read completely; events and the status count it. */
    ACCEPT("accept"),
    ;

    public companion object {
        /**
         * The one of this name, such as `refuse`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): WhenUnavailable = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** What a revocation has survived by the time it is acknowledged. */
public enum class Durability(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** It is in the memory of the store's primary. */
    MEMORY("memory"),

    /** It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on). */
    FSYNC("fsync"),
    ;

    public companion object {
        /**
         * The one of this name, such as `memory`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Durability = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** Whether the sender of a token must prove that it holds the key or certificate that the token is bound to. */
public enum class ProofOfPossession(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** If the token is bound (`cnf`). */
    WHEN_BOUND("when-bound"),

    /** Always: a token that is not bound is refused. */
    REQUIRED("required"),

    /** Never: a bound token is accepted from anyone. */
    IGNORE("ignore"),
    ;

    public companion object {
        /**
         * The one of this name, such as `when-bound`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): ProofOfPossession = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How the path of a request is given. */
public enum class PathForm(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** As it appears in the request line, percent-encoded. A query is ignored. */
    RAW("raw"),

    /** As WSGI and ASGI give it, already decoded: `%` is an ordinary character, and nobody can tell any more whether a slash was encoded. */
    DECODED("decoded"),
    ;

    public companion object {
        /**
         * The one of this name, such as `raw`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): PathForm = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** What a router ignores when it looks for the handler of a path. */
public enum class Ignored(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** Whether letters are upper or lower case. */
    CASE("case"),

    /** One trailing slash. */
    LAST_SLASH("last-slash"),
    ;

    public companion object {
        /**
         * The one of this name, such as `case`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Ignored = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How the bytes of an ECDSA signature are written. */
public enum class SignatureFormat(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** r and s, each padded to the length of the field, one after the other (RFC 7518, section 3.4). */
    RAW("raw"),

    /** A DER sequence of r and s, as most services and hardware return it. */
    DER("der"),
    ;

    public companion object {
        /**
         * The one of this name, such as `raw`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): SignatureFormat = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** How a token is protected. */
public enum class TokenKind(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** Signed: anyone can read it (JWS). */
    SIGNED("signed"),

    /** Encrypted: only the holder of the key can read it (JWE). */
    ENCRYPTED("encrypted"),

    /** Signed, then encrypted (RFC 7519, appendix A.2). */
    NESTED("nested"),
    ;

    public companion object {
        /**
         * The one of this name, such as `signed`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): TokenKind = entries.find { it.identifier == name } ?: throw noSuchName()
    }
}

/** The core's names of options that are spelt otherwise here. */
internal val OPTION_NAMES: Map<String, String> = mapOf(
    "access_token" to "accessToken",
    "allow_any_audience" to "allowAnyAudience",
    "allow_any_issuer" to "allowAnyIssuer",
    "allow_any_nonce" to "allowAnyNonce",
    "allow_any_tenant" to "allowAnyTenant",
    "allow_any_type" to "allowAnyType",
    "allow_base64_padding" to "allowBase64Padding",
    "allow_http" to "allowHttp",
    "allow_insecure_cookies" to "allowInsecureCookies",
    "allow_missing_cty" to "allowMissingCty",
    "allow_missing_exp" to "allowMissingExp",
    "allow_numeric_subject" to "allowNumericSubject",
    "allow_shared_content_key" to "allowSharedContentKey",
    "allow_unchecked_status" to "allowUncheckedStatus",
    "allow_unsigned" to "allowUnsigned",
    "allow_weak_secret" to "allowWeakSecret",
    "allowed_hosts" to "allowedHosts",
    "allowed_tenants" to "allowedTenants",
    "allowed_uris" to "allowedUris",
    "authorization_servers" to "authorizationServers",
    "clock_skew" to "clockSkew",
    "content_encryption" to "contentEncryption",
    "csrf_key" to "csrfKey",
    "decryption_keys" to "decryptionKeys",
    "default_age" to "defaultAge",
    "encryption_key" to "encryptionKey",
    "expected_claims" to "expectedClaims",
    "expires_in" to "expiresIn",
    "issuer_aliases" to "issuerAliases",
    "issuer_template" to "issuerTemplate",
    "jwks_max_age" to "jwksMaxAge",
    "key_id" to "keyId",
    "key_management" to "keyManagement",
    "longest_lifetime" to "longestLifetime",
    "max_age" to "maxAge",
    "max_attempts" to "maxAttempts",
    "max_header_bytes" to "maxHeaderBytes",
    "max_inflated_bytes" to "maxInflatedBytes",
    "max_json_depth" to "maxJsonDepth",
    "max_keys" to "maxKeys",
    "max_lifetime" to "maxLifetime",
    "max_list_bytes" to "maxListBytes",
    "max_lists" to "maxLists",
    "max_metadata_bytes" to "maxMetadataBytes",
    "max_pbes2_iterations" to "maxPbes2Iterations",
    "max_set_bytes" to "maxSetBytes",
    "max_staleness" to "maxStaleness",
    "max_token_bytes" to "maxTokenBytes",
    "max_waiting" to "maxWaiting",
    "metadata_issuer" to "metadataIssuer",
    "metadata_url" to "metadataUrl",
    "min_age" to "minAge",
    "no_expiry" to "noExpiry",
    "nonce_key" to "nonceKey",
    "not_before" to "notBefore",
    "proof_of_possession" to "proofOfPossession",
    "public_only" to "publicOnly",
    "public_origins" to "publicOrigins",
    "recipient_headers" to "recipientHeaders",
    "required_claims" to "requiredClaims",
    "rotate_every" to "rotateEvery",
    "scopes_supported" to "scopesSupported",
    "session_id" to "sessionId",
    "signature_uses" to "signatureUses",
    "signing_key" to "signingKey",
    "snapshot_key" to "snapshotKey",
    "status_lists" to "statusLists",
    "subject_issuers" to "subjectIssuers",
    "token_id" to "tokenId",
    "token_lifetime" to "tokenLifetime",
    "verifier_refresh" to "verifierRefresh",
    "when_unavailable" to "whenUnavailable",
)

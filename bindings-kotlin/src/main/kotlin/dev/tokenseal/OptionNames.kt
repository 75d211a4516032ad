// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Claims and a `typ` that a specification asks for together. */
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

    /** Every one. */
    ALL("all"),
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
    /** Parts with dots between them, for URLs and HTTP headers: one key, and no unprotected header. */
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

/** How a token is protected. */
public enum class TokenKind(
    /** The name that options have in every language. */
    public val identifier: String,
) {
    /** Signed: everyone can read it (JWS). */
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

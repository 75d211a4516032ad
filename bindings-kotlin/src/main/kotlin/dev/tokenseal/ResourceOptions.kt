// Generated from the core by `cargo xtask generate`. Do not edit.

package dev.tokenseal

/** Options for a protected resource: its name, where its tokens are found, and how its paths are read. For `ProtectedResource`. */
public class ResourceOptions private constructor(internal val given: GivenOptions) {
    /** No options. */
    public constructor() : this(NO_OPTIONS)

    /** Which options are given, and none of their values. */
    override fun toString(): String = given.printed("ResourceOptions")

    /** Options that are given one at a time, for Java. */
    public class Builder {
        @PublishedApi
        @get:JvmSynthetic
        internal val writer: OptionsWriter = OptionsWriter()

        /**
         * The URL by which clients know the resource: https, or http on the same machine, without query or fragment. The resource's metadata is
         * published below it (RFC 9728).
         */
        public fun resource(resource: String): Builder = apply { writer.text("resource", resource) }

        /** The issuers whose tokens it accepts, for its metadata. */
        public fun authorizationServers(vararg authorizationServers: String): Builder = apply { writer.texts("authorization_servers", authorizationServers.asList()) }

        /** The scopes that clients may ask for, for its metadata. */
        public fun scopesSupported(vararg scopesSupported: String): Builder = apply { writer.texts("scopes_supported", scopesSupported.asList()) }

        /** The URL of documentation for developers, for its metadata. */
        public fun documentation(documentation: String): Builder = apply { writer.text("documentation", documentation) }

        /** What is protected, for people: the `realm` of challenges, in printable ASCII. */
        public fun realm(realm: String): Builder = apply { writer.text("realm", realm) }

        /** The name of a cookie that may carry the token instead of the `Authorization` header. It must begin with `__Host-`. */
        public fun cookie(cookie: String): Builder = apply { writer.text("cookie", cookie) }

        /** Allow any cookie name, so that browsers also send the cookie over http: for development. */
        @JvmOverloads
        public fun allowInsecureCookies(allowInsecureCookies: Boolean = true): Builder = apply { writer.flag("allow_insecure_cookies", allowInsecureCookies) }

        /** How the path is given; `raw` if not given. */
        public fun form(form: PathForm): Builder = apply { writer.text("form", form.identifier) }

        /**
         * What the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is denied:
         * nobody could say which handler it reaches.
         */
        public fun ignores(vararg ignores: Ignored): Builder = apply { writer.texts("ignores", ignores.map { it.identifier }) }

        /** The options. */
        public fun build(): ResourceOptions = ResourceOptions(writer.given())
    }

    public companion object {
        /** Options that are given one at a time. */
        @JvmStatic
        public fun builder(): Builder = Builder()
    }
}

/**
 * Options for a protected resource: its name, where its tokens are found, and how its paths are read. For `ProtectedResource`.
 *
 * @param resource the URL by which clients know the resource: https, or http on the same machine, without query or fragment. The resource's metadata
 * is published below it (RFC 9728).
 * @param authorizationServers the issuers whose tokens it accepts, for its metadata.
 * @param scopesSupported the scopes that clients may ask for, for its metadata.
 * @param documentation the URL of documentation for developers, for its metadata.
 * @param realm what is protected, for people: the `realm` of challenges, in printable ASCII.
 * @param cookie the name of a cookie that may carry the token instead of the `Authorization` header. It must begin with `__Host-`.
 * @param allowInsecureCookies allow any cookie name, so that browsers also send the cookie over http: for development.
 * @param form how the path is given; `raw` if not given.
 * @param ignores what the router in front of the handlers ignores. If different rules would match the path as the router reads it, the request is
 * denied: nobody could say which handler it reaches.
 */
@JvmSynthetic
@Suppress("NOTHING_TO_INLINE")
public inline fun ResourceOptions(
    resource: String? = null,
    authorizationServers: Collection<String>? = null,
    scopesSupported: Collection<String>? = null,
    documentation: String? = null,
    realm: String? = null,
    cookie: String? = null,
    allowInsecureCookies: Boolean = false,
    form: PathForm = PathForm.RAW,
    ignores: Collection<Ignored>? = null,
): ResourceOptions {
    val builder = ResourceOptions.Builder()
    builder.writer
        .text("resource", resource)
        .texts("authorization_servers", authorizationServers)
        .texts("scopes_supported", scopesSupported)
        .text("documentation", documentation)
        .text("realm", realm)
        .text("cookie", cookie)
        .flag("allow_insecure_cookies", allowInsecureCookies.takeIf { it })
        .text("form", form.takeUnless { it == PathForm.RAW }?.identifier)
        .texts("ignores", ignores?.map { it.identifier })
    return builder.build()
}

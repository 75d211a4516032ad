/** JSON Web Tokens that are signed, encrypted, or both. */
module dev.tokenseal {
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.serialization.core;
    requires transitive kotlinx.serialization.json;
    requires com.sun.jna;
    // For whoever has them: the suspending functions, and the stores of dev.tokenseal.redis.
    requires static kotlinx.coroutines.core;
    requires static redis.clients.jedis;
    requires static lettuce.core;

    exports dev.tokenseal;
    exports dev.tokenseal.redis;

    // JNA reads and makes structures, and binds functions, by reflection.
    opens dev.tokenseal to com.sun.jna;
    opens dev.tokenseal.ffi to com.sun.jna;
}

// Generated from the core by `cargo xtask generate`. Do not edit.

import Tokenseal

extension GenerateOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        curve = try given.name("curve", Curve.init(named:)) ?? curve
        bits = try given.count("bits") ?? bits
        keyID = try given.text("key_id") ?? keyID
        try given.end()
    }
}

extension JWKOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        algorithm = try given.name("alg", Algorithm.init(named:)) ?? algorithm
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        signatureUses = try given.texts("signature_uses") ?? signatureUses
        allowWeakSecret = try given.flag("allow_weak_secret") ?? allowWeakSecret
        try given.end()
    }
}

extension KeyOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        keyID = try given.text("key_id") ?? keyID
        try given.end()
    }
}

extension SecretOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        keyID = try given.text("key_id") ?? keyID
        encoding = try given.choice("encoding") ?? encoding
        allowWeakSecret = try given.flag("allow_weak_secret") ?? allowWeakSecret
        try given.end()
    }
}

extension JWKSOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        signatureUses = try given.texts("signature_uses") ?? signatureUses
        strict = try given.flag("strict") ?? strict
        publicOnly = try given.flag("public_only") ?? publicOnly
        try given.end()
    }
}

extension RemoteKeySetOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        signatureUses = try given.texts("signature_uses") ?? signatureUses
        issuer = try given.text("issuer") ?? issuer
        metadataUrl = try given.text("metadata_url") ?? metadataUrl
        metadataIssuer = try given.text("metadata_issuer") ?? metadataIssuer
        allowedHosts = try given.texts("allowed_hosts") ?? allowedHosts
        allowHttp = try given.flag("allow_http") ?? allowHttp
        defaultAge = try given.length("default_age") ?? defaultAge
        minAge = try given.length("min_age") ?? minAge
        maxAge = try given.length("max_age") ?? maxAge
        stale = try given.length("stale") ?? stale
        cooldown = try given.length("cooldown") ?? cooldown
        timeout = try given.length("timeout") ?? timeout
        maxKeys = try given.count("max_keys") ?? maxKeys
        maxSetBytes = try given.count("max_set_bytes") ?? maxSetBytes
        maxMetadataBytes = try given.count("max_metadata_bytes") ?? maxMetadataBytes
        maxWaiting = try given.count("max_waiting") ?? maxWaiting
        snapshot = try given.text("snapshot") ?? snapshot
        try given.end()
    }
}

extension KeyRingOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        curve = try given.name("curve", Curve.init(named:)) ?? curve
        bits = try given.count("bits") ?? bits
        rotateEvery = try given.length("rotate_every") ?? rotateEvery
        tokenLifetime = try given.length("token_lifetime") ?? tokenLifetime
        jwksMaxAge = try given.length("jwks_max_age") ?? jwksMaxAge
        verifierRefresh = try given.length("verifier_refresh") ?? verifierRefresh
        clockSkew = try given.length("clock_skew") ?? clockSkew
        try given.end()
    }
}

extension RingStoreOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        namespace = try given.text("namespace") ?? namespace
        maxStaleness = try given.length("max_staleness") ?? maxStaleness
        timeout = try given.length("timeout") ?? timeout
        try given.end()
    }
}

extension RevocationsOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        longestLifetime = try given.length("longest_lifetime") ?? longestLifetime
        audit = try given.flag("audit") ?? audit
        try given.end()
    }
}

extension FileOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        create = try given.flag("create") ?? create
        longestLifetime = try given.length("longest_lifetime") ?? longestLifetime
        try given.end()
    }
}

extension StoreOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        namespace = try given.text("namespace") ?? namespace
        create = try given.flag("create") ?? create
        longestLifetime = try given.length("longest_lifetime") ?? longestLifetime
        maxStaleness = try given.length("max_staleness") ?? maxStaleness
        whenUnavailable = try given.choice("when_unavailable") ?? whenUnavailable
        strict = try given.flag("strict") ?? strict
        beat = try given.length("beat") ?? beat
        timeout = try given.length("timeout") ?? timeout
        durability = try given.choice("durability") ?? durability
        replicas = try given.count("replicas") ?? replicas
        try given.end()
    }
}

extension RevokeOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        until = try given.time("until") ?? until
        before = try given.time("before") ?? before
        by = try given.text("by") ?? by
        reason = try given.text("reason") ?? reason
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension EventOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        subjectIssuers = try given.texts("subject_issuers") ?? subjectIssuers
        by = try given.text("by") ?? by
        reason = try given.text("reason") ?? reason
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension EntriesOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        issuer = try given.text("issuer") ?? issuer
        tokenID = try given.text("token_id") ?? tokenID
        sessionID = try given.text("session_id") ?? sessionID
        subject = try given.text("subject") ?? subject
        keyID = try given.text("key_id") ?? keyID
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension StatusTokenOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        ttl = try given.length("ttl") ?? ttl
        expiresIn = try given.length("expires_in") ?? expiresIn
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension StatusListsOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        allowedUris = try given.texts("allowed_uris") ?? allowedUris
        allowHttp = try given.flag("allow_http") ?? allowHttp
        defaultAge = try given.length("default_age") ?? defaultAge
        minAge = try given.length("min_age") ?? minAge
        maxAge = try given.length("max_age") ?? maxAge
        timeout = try given.length("timeout") ?? timeout
        maxLists = try given.count("max_lists") ?? maxLists
        maxListBytes = try given.count("max_list_bytes") ?? maxListBytes
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        try given.end()
    }
}

extension ExportOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        `private` = try given.flag("private") ?? `private`
        try given.end()
    }
}

extension SignOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        expiresIn = try given.length("expires_in") ?? expiresIn
        issuer = try given.text("issuer") ?? issuer
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        noExpiry = try given.flag("no_expiry") ?? noExpiry
        notBefore = try given.time("not_before") ?? notBefore
        tokenID = try given.text("token_id") ?? tokenID
        type = try given.text("type") ?? type
        header = try given.object("header") ?? header
        profile = try given.choice("profile") ?? profile
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension EncryptOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        expiresIn = try given.length("expires_in") ?? expiresIn
        issuer = try given.text("issuer") ?? issuer
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        noExpiry = try given.flag("no_expiry") ?? noExpiry
        notBefore = try given.time("not_before") ?? notBefore
        tokenID = try given.text("token_id") ?? tokenID
        type = try given.text("type") ?? type
        header = try given.object("header") ?? header
        profile = try given.choice("profile") ?? profile
        now = try given.time("now") ?? now
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        compress = try given.flag("compress") ?? compress
        try given.end()
    }
}

extension IssuerOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        issuer = try given.text("issuer") ?? issuer
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        lifetime = try given.length("lifetime") ?? lifetime
        noExpiry = try given.flag("no_expiry") ?? noExpiry
        type = try given.text("type") ?? type
        header = try given.object("header") ?? header
        profile = try given.choice("profile") ?? profile
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        compress = try given.flag("compress") ?? compress
        algorithm = try given.name("alg", SignatureAlgorithm.init(named:)) ?? algorithm
        keyManagement = try given.names("key_management", KeyManagement.init(named:)) ?? keyManagement
        try given.end()
    }
}

extension IssueOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        expiresIn = try given.length("expires_in") ?? expiresIn
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        noExpiry = try given.flag("no_expiry") ?? noExpiry
        notBefore = try given.time("not_before") ?? notBefore
        tokenID = try given.text("token_id") ?? tokenID
        header = try given.object("header") ?? header
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension VerifyOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        algorithms = try given.names("algorithms", SignatureAlgorithm.init(named:)) ?? algorithms
        issuer = try given.textOrTexts("issuer") ?? issuer
        issuerAliases = try given.texts("issuer_aliases") ?? issuerAliases
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        type = try given.textOrTexts("type") ?? type
        requiredClaims = try given.texts("required_claims") ?? requiredClaims
        expectedClaims = try given.object("expected_claims") ?? expectedClaims
        maxAge = try given.length("max_age") ?? maxAge
        maxLifetime = try given.length("max_lifetime") ?? maxLifetime
        leeway = try given.length("leeway") ?? leeway
        now = try given.time("now") ?? now
        critical = try given.texts("critical") ?? critical
        profile = try given.choice("profile") ?? profile
        nonce = try given.text("nonce") ?? nonce
        azp = try given.text("azp") ?? azp
        proofOfPossession = try given.choice("proof_of_possession") ?? proofOfPossession
        allowMissingExp = try given.flag("allow_missing_exp") ?? allowMissingExp
        allowAnyAudience = try given.flag("allow_any_audience") ?? allowAnyAudience
        allowAnyIssuer = try given.flag("allow_any_issuer") ?? allowAnyIssuer
        allowAnyType = try given.flag("allow_any_type") ?? allowAnyType
        allowAnyNonce = try given.flag("allow_any_nonce") ?? allowAnyNonce
        allowNumericSubject = try given.flag("allow_numeric_subject") ?? allowNumericSubject
        allowUncheckedStatus = try given.flag("allow_unchecked_status") ?? allowUncheckedStatus
        allowBase64Padding = try given.flag("allow_base64_padding") ?? allowBase64Padding
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        maxPBES2Iterations = try given.count("max_pbes2_iterations") ?? maxPBES2Iterations
        try given.end()
    }
}

extension DecryptOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        keyManagement = try given.names("key_management", KeyManagement.init(named:)) ?? keyManagement
        contentEncryption = try given.names("content_encryption", ContentEncryption.init(named:)) ?? contentEncryption
        issuer = try given.textOrTexts("issuer") ?? issuer
        issuerAliases = try given.texts("issuer_aliases") ?? issuerAliases
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        type = try given.textOrTexts("type") ?? type
        requiredClaims = try given.texts("required_claims") ?? requiredClaims
        expectedClaims = try given.object("expected_claims") ?? expectedClaims
        maxAge = try given.length("max_age") ?? maxAge
        maxLifetime = try given.length("max_lifetime") ?? maxLifetime
        leeway = try given.length("leeway") ?? leeway
        now = try given.time("now") ?? now
        critical = try given.texts("critical") ?? critical
        profile = try given.choice("profile") ?? profile
        nonce = try given.text("nonce") ?? nonce
        azp = try given.text("azp") ?? azp
        proofOfPossession = try given.choice("proof_of_possession") ?? proofOfPossession
        allowMissingExp = try given.flag("allow_missing_exp") ?? allowMissingExp
        allowAnyAudience = try given.flag("allow_any_audience") ?? allowAnyAudience
        allowAnyIssuer = try given.flag("allow_any_issuer") ?? allowAnyIssuer
        allowAnyType = try given.flag("allow_any_type") ?? allowAnyType
        allowAnyNonce = try given.flag("allow_any_nonce") ?? allowAnyNonce
        allowNumericSubject = try given.flag("allow_numeric_subject") ?? allowNumericSubject
        allowUncheckedStatus = try given.flag("allow_unchecked_status") ?? allowUncheckedStatus
        allowUnsigned = try given.flag("allow_unsigned") ?? allowUnsigned
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        maxPBES2Iterations = try given.count("max_pbes2_iterations") ?? maxPBES2Iterations
        try given.end()
    }
}

extension UnsealOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        algorithms = try given.names("algorithms", SignatureAlgorithm.init(named:)) ?? algorithms
        keyManagement = try given.names("key_management", KeyManagement.init(named:)) ?? keyManagement
        contentEncryption = try given.names("content_encryption", ContentEncryption.init(named:)) ?? contentEncryption
        issuer = try given.textOrTexts("issuer") ?? issuer
        issuerAliases = try given.texts("issuer_aliases") ?? issuerAliases
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        type = try given.textOrTexts("type") ?? type
        requiredClaims = try given.texts("required_claims") ?? requiredClaims
        expectedClaims = try given.object("expected_claims") ?? expectedClaims
        maxAge = try given.length("max_age") ?? maxAge
        maxLifetime = try given.length("max_lifetime") ?? maxLifetime
        leeway = try given.length("leeway") ?? leeway
        now = try given.time("now") ?? now
        critical = try given.texts("critical") ?? critical
        profile = try given.choice("profile") ?? profile
        nonce = try given.text("nonce") ?? nonce
        azp = try given.text("azp") ?? azp
        proofOfPossession = try given.choice("proof_of_possession") ?? proofOfPossession
        allowMissingExp = try given.flag("allow_missing_exp") ?? allowMissingExp
        allowAnyAudience = try given.flag("allow_any_audience") ?? allowAnyAudience
        allowAnyIssuer = try given.flag("allow_any_issuer") ?? allowAnyIssuer
        allowAnyType = try given.flag("allow_any_type") ?? allowAnyType
        allowAnyNonce = try given.flag("allow_any_nonce") ?? allowAnyNonce
        allowNumericSubject = try given.flag("allow_numeric_subject") ?? allowNumericSubject
        allowUncheckedStatus = try given.flag("allow_unchecked_status") ?? allowUncheckedStatus
        allowMissingCty = try given.flag("allow_missing_cty") ?? allowMissingCty
        allowBase64Padding = try given.flag("allow_base64_padding") ?? allowBase64Padding
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        maxPBES2Iterations = try given.count("max_pbes2_iterations") ?? maxPBES2Iterations
        try given.end()
    }
}

extension VerifierOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        algorithms = try given.names("algorithms", SignatureAlgorithm.init(named:)) ?? algorithms
        keyManagement = try given.names("key_management", KeyManagement.init(named:)) ?? keyManagement
        contentEncryption = try given.names("content_encryption", ContentEncryption.init(named:)) ?? contentEncryption
        accept = try given.choices("accept") ?? accept
        issuer = try given.textOrTexts("issuer") ?? issuer
        issuerAliases = try given.texts("issuer_aliases") ?? issuerAliases
        issuerTemplate = try given.text("issuer_template") ?? issuerTemplate
        allowedTenants = try given.texts("allowed_tenants") ?? allowedTenants
        audience = try given.textOrTexts("audience") ?? audience
        subject = try given.text("subject") ?? subject
        type = try given.textOrTexts("type") ?? type
        requiredClaims = try given.texts("required_claims") ?? requiredClaims
        expectedClaims = try given.object("expected_claims") ?? expectedClaims
        maxAge = try given.length("max_age") ?? maxAge
        maxLifetime = try given.length("max_lifetime") ?? maxLifetime
        leeway = try given.length("leeway") ?? leeway
        remember = try given.count("remember") ?? remember
        critical = try given.texts("critical") ?? critical
        profile = try given.choice("profile") ?? profile
        nonce = try given.text("nonce") ?? nonce
        azp = try given.text("azp") ?? azp
        proofOfPossession = try given.choice("proof_of_possession") ?? proofOfPossession
        publicOrigins = try given.texts("public_origins") ?? publicOrigins
        allowMissingExp = try given.flag("allow_missing_exp") ?? allowMissingExp
        allowAnyAudience = try given.flag("allow_any_audience") ?? allowAnyAudience
        allowAnyIssuer = try given.flag("allow_any_issuer") ?? allowAnyIssuer
        allowAnyTenant = try given.flag("allow_any_tenant") ?? allowAnyTenant
        allowAnyType = try given.flag("allow_any_type") ?? allowAnyType
        allowAnyNonce = try given.flag("allow_any_nonce") ?? allowAnyNonce
        allowNumericSubject = try given.flag("allow_numeric_subject") ?? allowNumericSubject
        allowUncheckedStatus = try given.flag("allow_unchecked_status") ?? allowUncheckedStatus
        allowMissingCty = try given.flag("allow_missing_cty") ?? allowMissingCty
        allowUnsigned = try given.flag("allow_unsigned") ?? allowUnsigned
        allowBase64Padding = try given.flag("allow_base64_padding") ?? allowBase64Padding
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        maxPBES2Iterations = try given.count("max_pbes2_iterations") ?? maxPBES2Iterations
        try given.end()
    }
}

extension CheckOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        now = try given.time("now") ?? now
        proof = try given.textOrTexts("proof") ?? proof
        method = try given.text("method") ?? method
        url = try given.text("url") ?? url
        try given.end()
    }
}

extension CompleteOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        format = try given.choice("format") ?? format
        try given.end()
    }
}

extension ProofOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        accessToken = try given.text("access_token") ?? accessToken
        nonce = try given.text("nonce") ?? nonce
        tokenID = try given.text("token_id") ?? tokenID
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension ReplayOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        capacity = try given.count("capacity") ?? capacity
        try given.end()
    }
}

extension ReplayStoreOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        namespace = try given.text("namespace") ?? namespace
        timeout = try given.length("timeout") ?? timeout
        try given.end()
    }
}

extension AccessOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        form = try given.choice("form") ?? form
        ignores = try given.choices("ignores") ?? ignores
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension ResourceOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        resource = try given.text("resource") ?? resource
        authorizationServers = try given.texts("authorization_servers") ?? authorizationServers
        scopesSupported = try given.texts("scopes_supported") ?? scopesSupported
        documentation = try given.text("documentation") ?? documentation
        realm = try given.text("realm") ?? realm
        cookie = try given.text("cookie") ?? cookie
        allowInsecureCookies = try given.flag("allow_insecure_cookies") ?? allowInsecureCookies
        form = try given.choice("form") ?? form
        ignores = try given.choices("ignores") ?? ignores
        try given.end()
    }
}

extension RequestOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        scope = try given.textOrTexts("scope") ?? scope
        optional = try given.flag("optional") ?? optional
        now = try given.time("now") ?? now
        try given.end()
    }
}

extension JWS.SignOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        header = try given.objectOrObjects("header") ?? header
        unprotected = try given.objectOrObjects("unprotected") ?? unprotected
        critical = try given.texts("critical") ?? critical
        serialization = try given.choice("serialization") ?? serialization
        detached = try given.flag("detached") ?? detached
        b64 = try given.flag("b64") ?? b64
        try given.end()
    }
}

extension JWS.VerifyOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        algorithms = try given.names("algorithms", SignatureAlgorithm.init(named:)) ?? algorithms
        critical = try given.texts("critical") ?? critical
        allowBase64Padding = try given.flag("allow_base64_padding") ?? allowBase64Padding
        require = try given.choice("require") ?? require
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        try given.end()
    }
}

extension JWE.EncryptOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        enc = try given.name("enc", ContentEncryption.init(named:)) ?? enc
        header = try given.object("header") ?? header
        unprotected = try given.object("unprotected") ?? unprotected
        recipientHeaders = try given.objects("recipient_headers") ?? recipientHeaders
        serialization = try given.choice("serialization") ?? serialization
        compress = try given.flag("compress") ?? compress
        allowSharedContentKey = try given.flag("allow_shared_content_key") ?? allowSharedContentKey
        try given.end()
    }
}

extension JWE.DecryptOptions {
    init(_ options: Json?) throws {
        var given = Given(options)
        self.init()
        keyManagement = try given.names("key_management", KeyManagement.init(named:)) ?? keyManagement
        contentEncryption = try given.names("content_encryption", ContentEncryption.init(named:)) ?? contentEncryption
        critical = try given.texts("critical") ?? critical
        maxTokenBytes = try given.count("max_token_bytes") ?? maxTokenBytes
        maxHeaderBytes = try given.count("max_header_bytes") ?? maxHeaderBytes
        maxJSONDepth = try given.count("max_json_depth") ?? maxJSONDepth
        maxInflatedBytes = try given.count("max_inflated_bytes") ?? maxInflatedBytes
        maxAttempts = try given.count("max_attempts") ?? maxAttempts
        maxPBES2Iterations = try given.count("max_pbes2_iterations") ?? maxPBES2Iterations
        try given.end()
    }
}

/// How options print, by the function that takes them; nil where that has no struct of them.
public func printed(_ function: String, _ options: Json) throws -> String? {
    switch function {
    case "Key.generate": try "\(GenerateOptions(options))"
    case "Key.from_jwk": try "\(JWKOptions(options))"
    case "Key.from_pem", "Key.from_der", "Key.from_certificate", "Key.from_password": try "\(KeyOptions(options))"
    case "Key.from_secret": try "\(SecretOptions(options))"
    case "KeySet.from_jwks": try "\(JWKSOptions(options))"
    case "RemoteKeySet": try "\(RemoteKeySetOptions(options))"
    case "KeyRing.create": try "\(KeyRingOptions(options))"
    case "KeyRing.redis": try "\(RingStoreOptions(options))"
    case "Revocations": try "\(RevocationsOptions(options))"
    case "Revocations.file": try "\(FileOptions(options))"
    case "Revocations.redis": try "\(StoreOptions(options))"
    case "Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key", "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw": try "\(RevokeOptions(options))"
    case "Revocations.apply_events": try "\(EventOptions(options))"
    case "Revocations.entries": try "\(EntriesOptions(options))"
    case "StatusList.to_jwt": try "\(StatusTokenOptions(options))"
    case "StatusLists": try "\(StatusListsOptions(options))"
    case "Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks": try "\(ExportOptions(options))"
    case "sign", "prepare": try "\(SignOptions(options))"
    case "encrypt", "seal": try "\(EncryptOptions(options))"
    case "Issuer": try "\(IssuerOptions(options))"
    case "Issuer.issue": try "\(IssueOptions(options))"
    case "verify": try "\(VerifyOptions(options))"
    case "decrypt": try "\(DecryptOptions(options))"
    case "unseal": try "\(UnsealOptions(options))"
    case "Verifier": try "\(VerifierOptions(options))"
    case "Verifier.verify": try "\(CheckOptions(options))"
    case "Unsigned.complete": try "\(CompleteOptions(options))"
    case "dpop.prove", "dpop.prepare": try "\(ProofOptions(options))"
    case "ReplayCache": try "\(ReplayOptions(options))"
    case "ReplayCache.redis": try "\(ReplayStoreOptions(options))"
    case "AccessRules.check", "AccessRules.require", "AccessRules.explain": try "\(AccessOptions(options))"
    case "ProtectedResource": try "\(ResourceOptions(options))"
    case "ProtectedResource.check": try "\(RequestOptions(options))"
    case "jws.sign": try "\(JWS.SignOptions(options))"
    case "jws.verify": try "\(JWS.VerifyOptions(options))"
    case "jwe.encrypt": try "\(JWE.EncryptOptions(options))"
    case "jwe.decrypt", "jwe.prepare_decrypt": try "\(JWE.DecryptOptions(options))"
    default: nil
    }
}

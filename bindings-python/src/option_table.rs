// Generated from the core by `cargo xtask generate`. Do not edit.
//! What the native module shows of the core's table of options, and which struct of the core is
//! which set.

/// The keyword-only options of a function, as they stand in its signature.
macro_rules! keywords {
    ("Key.generate") => {
        "enc=None, curve=None, bits=None, key_id=None"
    };
    ("Key.from_jwk") => {
        "alg=None, enc=None, signature_uses=..., allow_weak_secret=False"
    };
    ("Key.from_pem") => {
        "key_id=None, password=None"
    };
    ("Key.from_der") => {
        "key_id=None, password=None"
    };
    ("Key.from_certificate") => {
        "key_id=None"
    };
    ("Key.from_secret") => {
        "enc=None, key_id=None, encoding=None, allow_weak_secret=False"
    };
    ("Key.from_password") => {
        "key_id=None"
    };
    ("KeySet.from_jwks") => {
        "signature_uses=..., strict=False, public_only=False"
    };
    ("RemoteKeySet") => {
        "signature_uses=..., issuer=..., metadata_url=..., metadata_issuer=..., allowed_hosts=..., allow_http=False, default_age='10m', min_age='60s', max_age='1h', stale='1h', cooldown='30s', timeout='5s', max_keys=..., max_set_bytes=..., max_metadata_bytes=..., max_waiting=..., snapshot=..., clock=None"
    };
    ("KeyRing.create") => {
        "curve=None, bits=None, rotate_every='30d', token_lifetime='15m', jwks_max_age='10m', verifier_refresh='10m', clock_skew='1m', clock=None"
    };
    ("KeyRing.redis") => {
        "namespace=..., max_staleness='1s', timeout='2s', clock=None"
    };
    ("Revocations") => {
        "longest_lifetime=..., audit=False, clock=None"
    };
    ("Revocations.file") => {
        "create=False, longest_lifetime=..., clock=None"
    };
    ("Revocations.redis") => {
        "namespace=..., create=False, longest_lifetime=..., max_staleness='1s', when_unavailable='refuse', strict=False, beat=..., timeout='2s', durability='memory', replicas=..., clock=None"
    };
    ("Revocations.revoke") => {
        "by=..., reason=..., now=None"
    };
    ("Revocations.revoke_id") => {
        "until=..., by=..., reason=..., now=None"
    };
    ("Revocations.revoke_session") => {
        "until=..., by=..., reason=..., now=None"
    };
    ("Revocations.revoke_key") => {
        "until=..., by=..., reason=..., now=None"
    };
    ("Revocations.revoke_subject") => {
        "before=..., by=..., reason=..., now=None"
    };
    ("Revocations.revoke_issuer") => {
        "before=..., by=..., reason=..., now=None"
    };
    ("Revocations.withdraw") => {
        "by=..., reason=..., now=None"
    };
    ("Revocations.apply_events") => {
        "subject_issuers=..., by=..., reason=..., now=None"
    };
    ("Revocations.entries") => {
        "issuer=..., token_id=..., session_id=..., subject=..., key_id=..., now=None"
    };
    ("StatusList.to_jwt") => {
        "ttl=..., expires_in=..., now=None"
    };
    ("StatusLists") => {
        "allowed_uris=..., allow_http=False, default_age='10m', min_age='10s', max_age='1h', timeout='5s', max_lists=..., max_list_bytes=..., max_inflated_bytes=..."
    };
    ("Key.to_jwk") => {
        "private=False"
    };
    ("Key.to_pem") => {
        "private=False"
    };
    ("Key.to_der") => {
        "private=False"
    };
    ("KeySet.to_jwks") => {
        "private=False"
    };
    ("sign") => {
        "expires_in=..., issuer=..., audience=..., subject=..., no_expiry=False, not_before=..., token_id=..., type='JWT', header=None, profile=..., now=None"
    };
    ("encrypt") => {
        "expires_in=..., issuer=..., audience=..., subject=..., no_expiry=False, not_before=..., token_id=..., type='JWT', header=None, profile=..., now=None, enc=None, compress=False"
    };
    ("seal") => {
        "expires_in=..., issuer=..., audience=..., subject=..., no_expiry=False, not_before=..., token_id=..., type='JWT', header=None, profile=..., now=None, enc=None, compress=False"
    };
    ("prepare") => {
        "expires_in=..., issuer=..., audience=..., subject=..., no_expiry=False, not_before=..., token_id=..., type='JWT', header=None, profile=..., now=None"
    };
    ("Issuer") => {
        "issuer=..., audience=..., subject=..., lifetime=..., no_expiry=False, type='JWT', header=None, profile=..., enc=None, compress=False, alg=None, key_management=None, clock=None"
    };
    ("Issuer.issue") => {
        "expires_in=..., audience=..., subject=..., no_expiry=False, not_before=..., token_id=..., header=None, now=None, confirm=..."
    };
    ("verify") => {
        "algorithms=None, issuer=..., issuer_aliases=..., audience=..., subject=..., type=..., required_claims=..., expected_claims=..., max_age=..., max_lifetime=..., leeway=0, now=None, critical=None, profile=..., nonce=..., azp=..., proof_of_possession='when-bound', allow_missing_exp=False, allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, allow_any_nonce=False, allow_numeric_subject=False, allow_unchecked_status=False, allow_base64_padding=False, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..."
    };
    ("decrypt") => {
        "key_management=None, content_encryption=None, issuer=..., issuer_aliases=..., audience=..., subject=..., type=..., required_claims=..., expected_claims=..., max_age=..., max_lifetime=..., leeway=0, now=None, critical=None, profile=..., nonce=..., azp=..., proof_of_possession='when-bound', allow_missing_exp=False, allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, allow_any_nonce=False, allow_numeric_subject=False, allow_unchecked_status=False, allow_unsigned=False, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..."
    };
    ("unseal") => {
        "algorithms=None, key_management=None, content_encryption=None, issuer=..., issuer_aliases=..., audience=..., subject=..., type=..., required_claims=..., expected_claims=..., max_age=..., max_lifetime=..., leeway=0, now=None, critical=None, profile=..., nonce=..., azp=..., proof_of_possession='when-bound', allow_missing_exp=False, allow_any_audience=False, allow_any_issuer=False, allow_any_type=False, allow_any_nonce=False, allow_numeric_subject=False, allow_unchecked_status=False, allow_missing_cty=False, allow_base64_padding=False, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..."
    };
    ("Verifier") => {
        "algorithms=None, key_management=None, content_encryption=None, accept=..., issuer=..., issuer_aliases=..., issuer_template=..., allowed_tenants=..., audience=..., subject=..., type=..., required_claims=..., expected_claims=..., max_age=..., max_lifetime=..., leeway=0, remember=..., critical=None, profile=..., nonce=..., azp=..., proof_of_possession='when-bound', public_origins=..., allow_missing_exp=False, allow_any_audience=False, allow_any_issuer=False, allow_any_tenant=False, allow_any_type=False, allow_any_nonce=False, allow_numeric_subject=False, allow_unchecked_status=False, allow_missing_cty=False, allow_unsigned=False, allow_base64_padding=False, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..., revocations=..., status_lists=..., replays=None, nonce_key=..., clock=None"
    };
    ("Verifier.verify") => {
        "now=None, proof=None, method=None, url=None, certificate=None"
    };
    ("Verifier.verify_many") => {
        "now=None"
    };
    ("ProtectedResource") => {
        "resource=..., authorization_servers=..., scopes_supported=..., documentation=..., realm=..., cookie=..., allow_insecure_cookies=False, form='raw', ignores=..., rules=..., csrf_key=..."
    };
    ("ProtectedResource.check") => {
        "scope=..., optional=False, certificate=None, now=None"
    };
    ("Unsigned.complete") => {
        "format='raw'"
    };
    ("dpop.prove") => {
        "access_token=None, nonce=None, token_id=..., now=None"
    };
    ("dpop.prepare") => {
        "access_token=None, nonce=None, token_id=..., now=None"
    };
    ("ReplayCache") => {
        "capacity=..."
    };
    ("ReplayCache.redis") => {
        "namespace=..., timeout='2s'"
    };
    ("AccessRules.check") => {
        "form='raw', ignores=..., now=None"
    };
    ("AccessRules.require") => {
        "form='raw', ignores=..., now=None"
    };
    ("AccessRules.explain") => {
        "form='raw', ignores=..., now=None"
    };
    ("jws.sign") => {
        "header=None, unprotected=None, critical=None, serialization='compact', detached=False, b64=True"
    };
    ("jws.verify") => {
        "algorithms=None, critical=None, allow_base64_padding=False, payload=None, require='any', max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_attempts=..."
    };
    ("jwe.encrypt") => {
        "enc=None, header=None, unprotected=None, recipient_headers=None, aad=None, serialization='compact', compress=False, allow_shared_content_key=False"
    };
    ("jwe.decrypt") => {
        "key_management=None, content_encryption=None, critical=None, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..."
    };
    ("jwe.prepare_decrypt") => {
        "key_management=None, content_encryption=None, critical=None, max_token_bytes=..., max_header_bytes=..., max_json_depth=..., max_inflated_bytes=..., max_attempts=..., max_pbes2_iterations=..."
    };
}

/// What a docstring says about the options of a function, keys among them.
macro_rules! described {
    ("Key.generate") => {
        concat!(
            "    enc: the content encryption of a `dir` key; required for `dir`, refused for every other\n",
            "        algorithm.\n",
            "    curve: the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.\n",
            "    bits: the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.\n",
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
        )
    };
    ("Key.from_jwk") => {
        concat!(
            "    alg: the algorithm to bind the key to; required for an `oct` JWK without `alg`.\n",
            "    enc: the content encryption of a `dir` key; required for `dir`, refused for every other\n",
            "        algorithm.\n",
            "    signature_uses: values of `use`, other than `sig`, that mean signatures, such as SPIFFE's\n",
            "        `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.\n",
            "    allow_weak_secret: accept an HMAC secret that is shorter than its hash, as in some older\n",
            "        systems. One that is empty or all zeros is still refused.\n",
        )
    };
    ("Key.from_pem") => {
        concat!(
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
            "    password: the password of an encrypted private key; required for one, refused for any other key.\n",
            "        A string is encoded as UTF-8.\n",
        )
    };
    ("Key.from_der") => {
        concat!(
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
            "    password: the password of an encrypted private key; required for one, refused for any other key.\n",
            "        A string is encoded as UTF-8.\n",
        )
    };
    ("Key.from_certificate") => {
        concat!(
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
        )
    };
    ("Key.from_secret") => {
        concat!(
            "    enc: the content encryption of a `dir` key; required for `dir`, refused for every other\n",
            "        algorithm.\n",
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
            "    encoding: how the text of a secret is encoded; required if the secret is text, refused if it is\n",
            "        bytes. One of 'utf-8', 'base64', 'base64url' and 'hex'.\n",
            "    allow_weak_secret: accept an HMAC secret that is shorter than its hash, as in some older\n",
            "        systems. One that is empty or all zeros is still refused.\n",
        )
    };
    ("Key.from_password") => {
        concat!(
            "    key_id: the `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.\n",
        )
    };
    ("KeySet.from_jwks") => {
        concat!(
            "    signature_uses: values of `use`, other than `sig`, that mean signatures, such as SPIFFE's\n",
            "        `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.\n",
            "    strict: refuse the whole set if one of its keys is malformed, instead of setting that key aside.\n",
            "    public_only: set aside symmetric and private keys: a published set should contain none.\n",
        )
    };
    ("RemoteKeySet") => {
        concat!(
            "    snapshot_key: the key that `snapshot` was signed with; required with it. A Key.\n",
            "    signature_uses: values of `use`, other than `sig`, that mean signatures, such as SPIFFE's\n",
            "        `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.\n",
            "    issuer: the issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414).\n",
            "        Given instead of `url` and `metadata_url`.\n",
            "    metadata_url: the URL of the metadata that says where the keys are. Given instead of `url` and\n",
            "        `issuer`, and needs `metadata_issuer`.\n",
            "    metadata_issuer: the `issuer` that the metadata must contain, if it differs from the issuer that\n",
            "        was asked.\n",
            "    allowed_hosts: the only hosts that the metadata may name for the keys. They also receive the\n",
            "        caller's headers, and may have addresses that are not public.\n",
            "    allow_http: allow http, which lets anyone on the network path substitute keys: for tests, and\n",
            "        for servers on the same machine.\n",
            "    default_age: how long keys stay fresh if their server does not say; `10m` if not given. Seconds,\n",
            "        a timedelta, or a text such as '15m'.\n",
            "    min_age: the shortest time that keys stay fresh, whatever their server says; `60s` if not given.\n",
            "        Seconds, a timedelta, or a text such as '15m'.\n",
            "    max_age: the longest time that keys stay fresh, whatever their server says; `1h` if not given.\n",
            "        Seconds, a timedelta, or a text such as '15m'.\n",
            "    stale: how much longer keys stay in use while they cannot be fetched; `1h` if not given.\n",
            "        Seconds, a timedelta, or a text such as '15m'.\n",
            "    cooldown: how often tokens that no key verifies may cause the keys to be fetched again: twice,\n",
            "        and once more each time this interval has passed; `30s` if not given. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    timeout: how long fetching the keys may take, including the metadata; `5s` if not given.\n",
            "        Seconds, a timedelta, or a text such as '15m'.\n",
            "    max_keys: the most keys to read; 100 if not given.\n",
            "    max_set_bytes: the longest JWK Set to read, in bytes after decompression; 256 KiB if not given.\n",
            "    max_metadata_bytes: the longest metadata to read, in bytes after decompression; 64 KiB if not\n",
            "        given.\n",
            "    max_waiting: the most checks that may wait at once because no key verifies their token; 8 if not\n",
            "        given.\n",
            "    snapshot: a snapshot taken from such a set with `snapshot`: the initial keys, which keep their\n",
            "        age.\n",
            "    clock: a function that returns the time by which keys age, for tests; the system's clocks if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("KeyRing.create") => {
        concat!(
            "    keys: the initial keys, in the order in which they take turns: those that verifiers already\n",
            "        know. For a public key, the private half is held elsewhere. A Key, a KeySet, or any iterable\n",
            "        of Keys.\n",
            "    curve: the curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given.\n",
            "    bits: the length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given.\n",
            "    rotate_every: how long a key is used to sign or to encrypt to, before the next one takes over;\n",
            "        `30d` if not given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    token_lifetime: the longest lifetime of a token: an issuer that would make a longer one is\n",
            "        refused; `15m` if not given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    jwks_max_age: how long those who fetch the published keys may cache them: what `cache_control`\n",
            "        says; `10m` if not given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    verifier_refresh: how long after that everyone has fetched the keys again; `10m` if not given.\n",
            "        An outage that verifiers should not notice may last this long. Seconds, a timedelta, or a\n",
            "        text such as '15m'.\n",
            "    clock_skew: the largest difference between two clocks, and the largest `leeway` of a verifier;\n",
            "        `1m` if not given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    clock: a function that returns the time by which keys age, for tests; the system's clocks if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("KeyRing.redis") => {
        concat!(
            "    namespace: the name of the ring in the store; required. Its key begins with this name: one ring,\n",
            "        one name.\n",
            "    max_staleness: how old the ring may be when a call uses it while the store is reachable: an\n",
            "        older one is read again first; `1s` if not given. Seconds, a timedelta, or a text such as\n",
            "        '15m'.\n",
            "    timeout: how long a command may take, and how long a call waits; `2s` if not given. Seconds, a\n",
            "        timedelta, or a text such as '15m'.\n",
            "    clock: a function that returns the time by which keys age, for tests; the system's clocks if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations") => {
        concat!(
            "    longest_lifetime: the longest lifetime of a token: a revocation is forgotten once no token it\n",
            "        covers can still be valid. If not given, the tokens of a subject, an issuer and a session\n",
            "        are revoked forever. Seconds, a timedelta, or a text such as '15m'.\n",
            "    audit: record who revoked what, when and why, so that `entries` can list it.\n",
            "    clock: a function that returns the time, for every call without `now`; the system clock if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.file") => {
        concat!(
            "    create: create the list if it does not exist. Leave it out in services, so that a lost list is\n",
            "        noticed.\n",
            "    longest_lifetime: for a list that is created: the longest lifetime of a token. A revocation is\n",
            "        forgotten once no token it covers can still be valid. If not given, the tokens of a subject,\n",
            "        an issuer and a session are revoked forever. Seconds, a timedelta, or a text such as '15m'.\n",
            "    clock: a function that returns the time, for every call without `now`; the system clock if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.redis") => {
        concat!(
            "    namespace: the name of the list in the store; required. All keys begin with this name: one list,\n",
            "        one name.\n",
            "    create: create the list if it does not exist. Leave it out in services, so that a lost list is\n",
            "        noticed.\n",
            "    longest_lifetime: with `create`: the longest lifetime of a token. A revocation is forgotten once\n",
            "        no token it covers can still be valid. If the list already exists with a shorter lifetime,\n",
            "        it is raised to this one; it is never lowered. If a list is created without this option, the\n",
            "        tokens of a subject, an issuer and a session are revoked forever. Seconds, a timedelta, or a\n",
            "        text such as '15m'.\n",
            "    max_staleness: how old the list may be when a check uses it; `1s` if not given. Seconds, a\n",
            "        timedelta, or a text such as '15m'.\n",
            "    when_unavailable: what happens to a token if the list is older than that and cannot be refreshed\n",
            "        in time; `refuse` if not given. One of 'refuse' and 'accept'.\n",
            "    strict: read the list again for every check.\n",
            "    beat: how often the store must prove that it can be written to, so that a primary that was cut\n",
            "        off from its replicas is noticed (`min-replicas-to-write`). Seconds, a timedelta, or a text\n",
            "        such as '15m'.\n",
            "    timeout: how long a command may take, and how long a call waits; `2s` if not given. Seconds, a\n",
            "        timedelta, or a text such as '15m'.\n",
            "    durability: what a revocation has survived by the time it is acknowledged; `memory` if not\n",
            "        given. One of 'memory' and 'fsync'.\n",
            "    replicas: how many replicas must also have it (WAIT).\n",
            "    clock: a function that returns the time, for every call without `now`; the system clock if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke") => {
        concat!(
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke_id") => {
        concat!(
            "    until: when the last token that the call covers has expired, in seconds since the epoch: the\n",
            "        entry ends an hour later. Seconds since the epoch, or an aware datetime.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke_session") => {
        concat!(
            "    until: when the last token that the call covers has expired, in seconds since the epoch: the\n",
            "        entry ends an hour later. Seconds since the epoch, or an aware datetime.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke_key") => {
        concat!(
            "    until: when the last token that the call covers has expired, in seconds since the epoch: the\n",
            "        entry ends an hour later. Seconds since the epoch, or an aware datetime.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke_subject") => {
        concat!(
            "    before: refuse tokens issued before this time, in seconds since the epoch; the end of this\n",
            "        second if not given. Seconds since the epoch, or an aware datetime.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.revoke_issuer") => {
        concat!(
            "    before: refuse tokens issued before this time, in seconds since the epoch; the end of this\n",
            "        second if not given. Seconds since the epoch, or an aware datetime.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.withdraw") => {
        concat!(
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.apply_events") => {
        concat!(
            "    subject_issuers: issuers whose subjects and sessions the event may name, besides its own issuer.\n",
            "    by: who is revoking, for `entries`: at most 255 bytes, and no personal data.\n",
            "    reason: why, for `entries`: at most 1,000 bytes, and no personal data.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Revocations.entries") => {
        concat!(
            "    issuer: the issuer of what the other options name; if not given, they name revocations without\n",
            "        an issuer. Alone, it lists the revocations of the issuer itself.\n",
            "    token_id: the `jti` of a token.\n",
            "    session_id: the `sid` of a session.\n",
            "    subject: the `sub` of a subject.\n",
            "    key_id: the `kid` of a key.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("StatusList.to_jwt") => {
        concat!(
            "    ttl: how long those who fetch the list may cache it; becomes `ttl`. This or `expires_in` is\n",
            "        required. Seconds, a timedelta, or a text such as '15m'.\n",
            "    expires_in: how long the list is valid, counted from `now`; becomes `exp`. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("StatusLists") => {
        concat!(
            "    keys: the keys that verify the lists; if not given, those of each Verifier. A Key, a KeySet, or\n",
            "        any iterable of Keys.\n",
            "    allowed_uris: the URIs of the lists that may be fetched; required. One that ends in `/` allows\n",
            "        all URIs that begin with it, any other allows only itself.\n",
            "    allow_http: allow http: for tests, and for servers on the same machine. Lists are signed, but\n",
            "        anyone on the network path can see which ones are used, and can hold back a new one.\n",
            "    default_age: how long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says\n",
            "        so; `10m` if not given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    min_age: the shortest time that a list stays fresh, whatever its `ttl` and its server say; only\n",
            "        its `exp` is never exceeded; `10s` if not given. Seconds, a timedelta, or a text such as\n",
            "        '15m'.\n",
            "    max_age: the longest time before a list is fetched again, whatever it says; `1h` if not given.\n",
            "        If that fails, the list stays in use within its own `ttl` and `exp`. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    timeout: how long a request may take in total, and how long a check waits for it; `5s` if not\n",
            "        given. Seconds, a timedelta, or a text such as '15m'.\n",
            "    max_lists: the most lists to keep; the least recently used one is dropped first; 64 if not\n",
            "        given.\n",
            "    max_list_bytes: the longest status list token to read, in bytes; 4096 KiB if not given.\n",
            "    max_inflated_bytes: the most bytes that the statuses of a list may inflate to; 16384 KiB if not\n",
            "        given.\n",
        )
    };
    ("Key.to_jwk") => {
        concat!(
            "    private: export the private or secret key itself, which must be kept secret.\n",
        )
    };
    ("Key.to_pem") => {
        concat!(
            "    private: export the private or secret key itself, which must be kept secret.\n",
        )
    };
    ("Key.to_der") => {
        concat!(
            "    private: export the private or secret key itself, which must be kept secret.\n",
        )
    };
    ("KeySet.to_jwks") => {
        concat!(
            "    private: export the private or secret key itself, which must be kept secret.\n",
        )
    };
    ("sign") => {
        concat!(
            "    expires_in: how long the token is valid, counted from `now`; becomes `exp`. Required unless the\n",
            "        claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    issuer: who issues the token; becomes `iss`.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    no_expiry: make a token that never expires.\n",
            "    not_before: the time before which the token is not valid; becomes `nbf`, rounded down to whole\n",
            "        seconds. Seconds since the epoch, or an aware datetime.\n",
            "    token_id: the token's own ID; becomes `jti`.\n",
            "    type: the `typ` in the header; `JWT` if not given. A profile sets its own.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    profile: the profile that the token follows: the token gets the profile's `typ` and a random\n",
            "        `jti` if the profile has them, and must have its claims. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("encrypt") => {
        concat!(
            "    expires_in: how long the token is valid, counted from `now`; becomes `exp`. Required unless the\n",
            "        claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    issuer: who issues the token; becomes `iss`.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    no_expiry: make a token that never expires.\n",
            "    not_before: the time before which the token is not valid; becomes `nbf`, rounded down to whole\n",
            "        seconds. Seconds since the epoch, or an aware datetime.\n",
            "    token_id: the token's own ID; becomes `jti`.\n",
            "    type: the `typ` in the header; `JWT` if not given. A profile sets its own.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    profile: the profile that the token follows: the token gets the profile's `typ` and a random\n",
            "        `jti` if the profile has them, and must have its claims. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    enc: the content encryption; a `dir` key has its own; `A256GCM` if not given.\n",
            "    compress: compress the claims before encrypting them. The length of the token then reveals\n",
            "        something about its claims.\n",
        )
    };
    ("seal") => {
        concat!(
            "    expires_in: how long the token is valid, counted from `now`; becomes `exp`. Required unless the\n",
            "        claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    issuer: who issues the token; becomes `iss`.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    no_expiry: make a token that never expires.\n",
            "    not_before: the time before which the token is not valid; becomes `nbf`, rounded down to whole\n",
            "        seconds. Seconds since the epoch, or an aware datetime.\n",
            "    token_id: the token's own ID; becomes `jti`.\n",
            "    type: the `typ` in the header; `JWT` if not given. A profile sets its own.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    profile: the profile that the token follows: the token gets the profile's `typ` and a random\n",
            "        `jti` if the profile has them, and must have its claims. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    enc: the content encryption; a `dir` key has its own; `A256GCM` if not given.\n",
            "    compress: compress the claims before encrypting them. The length of the token then reveals\n",
            "        something about its claims.\n",
        )
    };
    ("prepare") => {
        concat!(
            "    expires_in: how long the token is valid, counted from `now`; becomes `exp`. Required unless the\n",
            "        claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    issuer: who issues the token; becomes `iss`.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    no_expiry: make a token that never expires.\n",
            "    not_before: the time before which the token is not valid; becomes `nbf`, rounded down to whole\n",
            "        seconds. Seconds since the epoch, or an aware datetime.\n",
            "    token_id: the token's own ID; becomes `jti`.\n",
            "    type: the `typ` in the header; `JWT` if not given. A profile sets its own.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    profile: the profile that the token follows: the token gets the profile's `typ` and a random\n",
            "        `jti` if the profile has them, and must have its claims. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Issuer") => {
        concat!(
            "    signing_key: the secret or private key to sign with. A Key.\n",
            "    encryption_key: the secret or public key to encrypt to. A Key.\n",
            "    issuer: who issues the token; becomes `iss`.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    lifetime: how long a token is valid, unless the call or the claims say otherwise. Seconds, a\n",
            "        timedelta, or a text such as '15m'.\n",
            "    no_expiry: make a token that never expires.\n",
            "    type: the `typ` in the header; `JWT` if not given. A profile sets its own.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    profile: the profile that the token follows: the token gets the profile's `typ` and a random\n",
            "        `jti` if the profile has them, and must have its claims. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    enc: the content encryption; a `dir` key has its own; `A256GCM` if not given.\n",
            "    compress: compress the claims before encrypting them. The length of the token then reveals\n",
            "        something about its claims.\n",
            "    alg: the algorithm to sign with, if `signing_key` is a ring that has several; the first one in\n",
            "        the ring if not given.\n",
            "    key_management: the key management algorithms to choose a key by, in order of preference, if\n",
            "        `encryption_key` is a set published by its recipient; `ECDH-ES with key wrap, ECDH-ES,\n",
            "        RSA-OAEP` if not given.\n",
            "    clock: a function that returns the time, for every call without `now`; the system clock if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Issuer.issue") => {
        concat!(
            "    expires_in: how long the token is valid, counted from `now`; becomes `exp`. Required unless the\n",
            "        claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    audience: whom the token is for, one or several; becomes `aud`.\n",
            "    subject: whom the token is about; becomes `sub`.\n",
            "    no_expiry: make a token that never expires.\n",
            "    not_before: the time before which the token is not valid; becomes `nbf`, rounded down to whole\n",
            "        seconds. Seconds since the epoch, or an aware datetime.\n",
            "    token_id: the token's own ID; becomes `jti`.\n",
            "    header: additional parameters for the protected header. They must not include those that the\n",
            "        library sets, such as `alg` and `crit`.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    confirm: the public key or certificate that the token is bound to; becomes `cnf` with its\n",
            "        thumbprint (RFC 9449, section 6; RFC 8705, section 3). A Key, or a certificate: DER as\n",
            "        bytes, or PEM.\n",
        )
    };
    ("verify") => {
        concat!(
            "    algorithms: the only signature algorithms to accept, among those that the keys allow.\n",
            "    issuer: the `iss` that the token must have. Several are an error: their keys would be in one\n",
            "        pool, and each issuer could speak for the others.\n",
            "    issuer_aliases: other spellings of the issuer that the token's `iss` may have instead.\n",
            "    audience: the `aud` that the token must equal or contain; if several are given, any of them will\n",
            "        do.\n",
            "    subject: the `sub` that the token must have.\n",
            "    type: the `typ` that the token must have; if several are given, any of them will do, and a list\n",
            "        that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent\n",
            "        or `JWT`. A profile's own types are accepted as well.\n",
            "    required_claims: the names of claims that the token must have, and that must be neither null nor\n",
            "        an empty string.\n",
            "    expected_claims: the values that claims must have, by claim name: a string, a number, true or\n",
            "        false, or a list of these, any of which will do. A claim that is itself a list equals none\n",
            "        of them.\n",
            "    max_age: the greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text\n",
            "        such as '15m'.\n",
            "    max_lifetime: the longest time allowed from the token's `iat` (or from now, if it has none) to\n",
            "        its `exp`. Seconds, a timedelta, or a text such as '15m'.\n",
            "    leeway: how far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    profile: the profile that the token must follow. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    nonce: the `nonce` that an ID token must have.\n",
            "    azp: the `azp` (authorized party) that an ID token must have. If not given, with the profile\n",
            "        `id-token`, an `azp` that is present must be the expected audience.\n",
            "    proof_of_possession: whether the sender must prove that it holds the key or certificate that the\n",
            "        token is bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and\n",
            "        'ignore'.\n",
            "    allow_missing_exp: accept tokens without `exp`.\n",
            "    allow_any_audience: accept any `aud` if none is expected; an `aud` that is null or an empty list\n",
            "        counts as absent.\n",
            "    allow_any_issuer: accept any `iss` if none is expected.\n",
            "    allow_any_type: accept any `typ` if none is expected.\n",
            "    allow_any_nonce: accept any `nonce` of an ID token if none is expected.\n",
            "    allow_numeric_subject: accept a `sub` that is a number; `subject` then expects its digits.\n",
            "    allow_unchecked_status: accept a token whose status has not been looked up, although its\n",
            "        `status` claim says where to do so.\n",
            "    allow_base64_padding: accept signed tokens whose parts end in base64 padding (`=`), as AWS load\n",
            "        balancers produce them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
        )
    };
    ("decrypt") => {
        concat!(
            "    key_management: the only key management algorithms to accept, among those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
            "    issuer: the `iss` that the token must have. Several are an error: their keys would be in one\n",
            "        pool, and each issuer could speak for the others.\n",
            "    issuer_aliases: other spellings of the issuer that the token's `iss` may have instead.\n",
            "    audience: the `aud` that the token must equal or contain; if several are given, any of them will\n",
            "        do.\n",
            "    subject: the `sub` that the token must have.\n",
            "    type: the `typ` that the token must have; if several are given, any of them will do, and a list\n",
            "        that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent\n",
            "        or `JWT`. A profile's own types are accepted as well.\n",
            "    required_claims: the names of claims that the token must have, and that must be neither null nor\n",
            "        an empty string.\n",
            "    expected_claims: the values that claims must have, by claim name: a string, a number, true or\n",
            "        false, or a list of these, any of which will do. A claim that is itself a list equals none\n",
            "        of them.\n",
            "    max_age: the greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text\n",
            "        such as '15m'.\n",
            "    max_lifetime: the longest time allowed from the token's `iat` (or from now, if it has none) to\n",
            "        its `exp`. Seconds, a timedelta, or a text such as '15m'.\n",
            "    leeway: how far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    profile: the profile that the token must follow. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    nonce: the `nonce` that an ID token must have.\n",
            "    azp: the `azp` (authorized party) that an ID token must have. If not given, with the profile\n",
            "        `id-token`, an `azp` that is present must be the expected audience.\n",
            "    proof_of_possession: whether the sender must prove that it holds the key or certificate that the\n",
            "        token is bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and\n",
            "        'ignore'.\n",
            "    allow_missing_exp: accept tokens without `exp`.\n",
            "    allow_any_audience: accept any `aud` if none is expected; an `aud` that is null or an empty list\n",
            "        counts as absent.\n",
            "    allow_any_issuer: accept any `iss` if none is expected.\n",
            "    allow_any_type: accept any `typ` if none is expected.\n",
            "    allow_any_nonce: accept any `nonce` of an ID token if none is expected.\n",
            "    allow_numeric_subject: accept a `sub` that is a number; `subject` then expects its digits.\n",
            "    allow_unchecked_status: accept a token whose status has not been looked up, although its\n",
            "        `status` claim says where to do so.\n",
            "    allow_unsigned: accept tokens that are encrypted to a public key and not signed: anyone could\n",
            "        have made them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
        )
    };
    ("unseal") => {
        concat!(
            "    algorithms: the only signature algorithms to accept, among those that the keys allow.\n",
            "    key_management: the only key management algorithms to accept, among those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
            "    issuer: the `iss` that the token must have. Several are an error: their keys would be in one\n",
            "        pool, and each issuer could speak for the others.\n",
            "    issuer_aliases: other spellings of the issuer that the token's `iss` may have instead.\n",
            "    audience: the `aud` that the token must equal or contain; if several are given, any of them will\n",
            "        do.\n",
            "    subject: the `sub` that the token must have.\n",
            "    type: the `typ` that the token must have; if several are given, any of them will do, and a list\n",
            "        that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent\n",
            "        or `JWT`. A profile's own types are accepted as well.\n",
            "    required_claims: the names of claims that the token must have, and that must be neither null nor\n",
            "        an empty string.\n",
            "    expected_claims: the values that claims must have, by claim name: a string, a number, true or\n",
            "        false, or a list of these, any of which will do. A claim that is itself a list equals none\n",
            "        of them.\n",
            "    max_age: the greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text\n",
            "        such as '15m'.\n",
            "    max_lifetime: the longest time allowed from the token's `iat` (or from now, if it has none) to\n",
            "        its `exp`. Seconds, a timedelta, or a text such as '15m'.\n",
            "    leeway: how far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    profile: the profile that the token must follow. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    nonce: the `nonce` that an ID token must have.\n",
            "    azp: the `azp` (authorized party) that an ID token must have. If not given, with the profile\n",
            "        `id-token`, an `azp` that is present must be the expected audience.\n",
            "    proof_of_possession: whether the sender must prove that it holds the key or certificate that the\n",
            "        token is bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and\n",
            "        'ignore'.\n",
            "    allow_missing_exp: accept tokens without `exp`.\n",
            "    allow_any_audience: accept any `aud` if none is expected; an `aud` that is null or an empty list\n",
            "        counts as absent.\n",
            "    allow_any_issuer: accept any `iss` if none is expected.\n",
            "    allow_any_type: accept any `typ` if none is expected.\n",
            "    allow_any_nonce: accept any `nonce` of an ID token if none is expected.\n",
            "    allow_numeric_subject: accept a `sub` that is a number; `subject` then expects its digits.\n",
            "    allow_unchecked_status: accept a token whose status has not been looked up, although its\n",
            "        `status` claim says where to do so.\n",
            "    allow_missing_cty: accept a nested token whose outer header does not say `cty: JWT`, if a signed\n",
            "        token is inside.\n",
            "    allow_base64_padding: accept signed tokens whose parts end in base64 padding (`=`), as AWS load\n",
            "        balancers produce them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
        )
    };
    ("Verifier") => {
        concat!(
            "    keys: the keys that verify signatures. A Key, a KeySet, or any iterable of Keys.\n",
            "    decryption_keys: the keys that decrypt. A Key, a KeySet, or any iterable of Keys.\n",
            "    algorithms: the only signature algorithms to accept, among those that the keys allow.\n",
            "    key_management: the only key management algorithms to accept, among those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
            "    accept: the kinds of token to accept; if not given, the kind that the keys are for. Any of\n",
            "        'signed', 'encrypted' and 'nested'.\n",
            "    issuer: the `iss` that the token must have. Several are an error: their keys would be in one\n",
            "        pool, and each issuer could speak for the others.\n",
            "    issuer_aliases: other spellings of the issuer that the token's `iss` may have instead.\n",
            "    issuer_template: an issuer with the name of a claim in braces, such as\n",
            "        `https://login.example/{tid}/v2.0`: the token's `iss` must be this with the token's own\n",
            "        claim filled in, a string without `/`. Given instead of `issuer`.\n",
            "    allowed_tenants: the values that the claim in `issuer_template` may have.\n",
            "    audience: the `aud` that the token must equal or contain; if several are given, any of them will\n",
            "        do.\n",
            "    subject: the `sub` that the token must have.\n",
            "    type: the `typ` that the token must have; if several are given, any of them will do, and a list\n",
            "        that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent\n",
            "        or `JWT`. A profile's own types are accepted as well.\n",
            "    required_claims: the names of claims that the token must have, and that must be neither null nor\n",
            "        an empty string.\n",
            "    expected_claims: the values that claims must have, by claim name: a string, a number, true or\n",
            "        false, or a list of these, any of which will do. A claim that is itself a list equals none\n",
            "        of them.\n",
            "    max_age: the greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text\n",
            "        such as '15m'.\n",
            "    max_lifetime: the longest time allowed from the token's `iat` (or from now, if it has none) to\n",
            "        its `exp`. Seconds, a timedelta, or a text such as '15m'.\n",
            "    leeway: how far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta,\n",
            "        or a text such as '15m'.\n",
            "    remember: how many accepted tokens to remember, up to 1000000: a token that is seen again is not\n",
            "        verified again while its keys and times remain valid. Revocation, status and proof of\n",
            "        possession are still checked each time. Tokens and claims then stay in memory.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    profile: the profile that the token must follow. One of 'access-token', 'id-token',\n",
            "        'logout-token' and 'security-event'.\n",
            "    nonce: the `nonce` that an ID token must have.\n",
            "    azp: the `azp` (authorized party) that an ID token must have. If not given, with the profile\n",
            "        `id-token`, an `azp` that is present must be the expected audience.\n",
            "    proof_of_possession: whether the sender must prove that it holds the key or certificate that the\n",
            "        token is bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and\n",
            "        'ignore'.\n",
            "    public_origins: where clients reach the service, such as `https://api.example`: the scheme, the\n",
            "        host and, unless it is the scheme's default, the port. A DPoP proof must be for one of these\n",
            "        and the path of the request. Without them no proof can be checked.\n",
            "    allow_missing_exp: accept tokens without `exp`.\n",
            "    allow_any_audience: accept any `aud` if none is expected; an `aud` that is null or an empty list\n",
            "        counts as absent.\n",
            "    allow_any_issuer: accept any `iss` if none is expected.\n",
            "    allow_any_tenant: accept any value of the claim in `issuer_template`: every tenant of that\n",
            "        issuer.\n",
            "    allow_any_type: accept any `typ` if none is expected.\n",
            "    allow_any_nonce: accept any `nonce` of an ID token if none is expected.\n",
            "    allow_numeric_subject: accept a `sub` that is a number; `subject` then expects its digits.\n",
            "    allow_unchecked_status: accept a token whose status has not been looked up, although its\n",
            "        `status` claim says where to do so.\n",
            "    allow_missing_cty: accept a nested token whose outer header does not say `cty: JWT`, if a signed\n",
            "        token is inside.\n",
            "    allow_unsigned: accept tokens that are encrypted to a public key and not signed: anyone could\n",
            "        have made them.\n",
            "    allow_base64_padding: accept signed tokens whose parts end in base64 padding (`=`), as AWS load\n",
            "        balancers produce them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
            "    revocations: the revocations to check: tokens that they cover are refused. A Revocations.\n",
            "    status_lists: where to look up the status of tokens that refer to a status list. A StatusLists.\n",
            "    replays: the record of used DPoP proofs; a cache of the verifier's own if not given. A\n",
            "        ReplayCache.\n",
            "    nonce_key: the key for nonces, an HMAC key that all instances of a service share. With it, a\n",
            "        DPoP proof must contain a nonce that is at most ten minutes old. A Key.\n",
            "    clock: a function that returns the time, for every call without `now`; the system clock if not\n",
            "        given. A callable without arguments that returns seconds since the epoch or an aware\n",
            "        datetime.\n",
        )
    };
    ("Verifier.verify") => {
        concat!(
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
            "    proof: the DPoP proof: the value of the `DPoP` header, or the list of its values, which must\n",
            "        contain exactly one. Leave it out for a token that came as `Bearer`.\n",
            "    method: the method of the request, such as `GET`; required with `proof`.\n",
            "    url: the path of the request, or its URL, whose origin must be one of `public_origins`; required\n",
            "        with `proof`. Give the path as the client sent it, not decoded.\n",
            "    certificate: the certificate with which the client authenticated in the TLS handshake, in DER or\n",
            "        PEM.\n",
        )
    };
    ("Verifier.verify_many") => {
        concat!(
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("ProtectedResource") => {
        concat!(
            "    resource: the URL by which clients know the resource: https, or http on the same machine,\n",
            "        without query or fragment. The resource's metadata is published below it (RFC 9728).\n",
            "    authorization_servers: the issuers whose tokens it accepts, for its metadata.\n",
            "    scopes_supported: the scopes that clients may ask for, for its metadata.\n",
            "    documentation: the URL of documentation for developers, for its metadata.\n",
            "    realm: what is protected, for people: the `realm` of challenges, in printable ASCII.\n",
            "    cookie: the name of a cookie that may carry the token instead of the `Authorization` header. It\n",
            "        must begin with `__Host-`.\n",
            "    allow_insecure_cookies: allow any cookie name, so that browsers also send the cookie over http:\n",
            "        for development.\n",
            "    form: how the path is given; `raw` if not given. One of 'raw' and 'decoded'.\n",
            "    ignores: what the router in front of the handlers ignores. If different rules would match the\n",
            "        path as the router reads it, the request is denied: nobody could say which handler it\n",
            "        reaches. Any of 'case' and 'last-slash'.\n",
            "    rules: who may do what. Without rules, a good token is enough. A AccessRules.\n",
            "    csrf_key: the key for the values by which pages prove that a request is theirs, an HMAC key that\n",
            "        all instances of a service share; required with `cookie`. A Key.\n",
        )
    };
    ("ProtectedResource.check") => {
        concat!(
            "    scope: the scopes that the token must have, all of them, in addition to what the rules require:\n",
            "        a string with spaces between them, or a list.\n",
            "    optional: let a request without a token pass. A request with a bad token never does.\n",
            "    certificate: the certificate with which the client authenticated in the TLS handshake, in DER or\n",
            "        PEM.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("Unsigned.complete") => {
        concat!(
            "    format: how the bytes of an ECDSA signature are encoded; `raw` if not given. One of 'raw' and\n",
            "        'der'.\n",
        )
    };
    ("dpop.prove") => {
        concat!(
            "    access_token: the access token sent with the proof; its hash becomes `ath`. Leave it out when\n",
            "        requesting a token.\n",
            "    nonce: the nonce that the server asked for in `DPoP-Nonce`.\n",
            "    token_id: the ID of the proof; becomes `jti`. Random if not given.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("dpop.prepare") => {
        concat!(
            "    access_token: the access token sent with the proof; its hash becomes `ath`. Leave it out when\n",
            "        requesting a token.\n",
            "    nonce: the nonce that the server asked for in `DPoP-Nonce`.\n",
            "    token_id: the ID of the proof; becomes `jti`. Random if not given.\n",
            "    now: the current time; the system clock's if not given. Seconds since the epoch, or an aware\n",
            "        datetime.\n",
        )
    };
    ("ReplayCache") => {
        concat!(
            "    capacity: the most proofs to remember, each for about a minute; 1,000,000 if not given. While\n",
            "        the cache is full, proofs are `ERR_DPOP_UNAVAILABLE`.\n",
        )
    };
    ("ReplayCache.redis") => {
        concat!(
            "    namespace: the prefix of all keys in the store; required.\n",
            "    timeout: how long a command may take, and how long a check waits; `2s` if not given. Seconds, a\n",
            "        timedelta, or a text such as '15m'.\n",
        )
    };
    ("AccessRules.check") => {
        concat!(
            "    form: how the path is given; `raw` if not given. One of 'raw' and 'decoded'.\n",
            "    ignores: what the router in front of the handlers ignores. If different rules would match the\n",
            "        path as the router reads it, the request is denied: nobody could say which handler it\n",
            "        reaches. Any of 'case' and 'last-slash'.\n",
            "    now: the current time, against which `auth_time` is checked; the system clock's if not given.\n",
            "        Seconds since the epoch, or an aware datetime.\n",
        )
    };
    ("AccessRules.require") => {
        concat!(
            "    form: how the path is given; `raw` if not given. One of 'raw' and 'decoded'.\n",
            "    ignores: what the router in front of the handlers ignores. If different rules would match the\n",
            "        path as the router reads it, the request is denied: nobody could say which handler it\n",
            "        reaches. Any of 'case' and 'last-slash'.\n",
            "    now: the current time, against which `auth_time` is checked; the system clock's if not given.\n",
            "        Seconds since the epoch, or an aware datetime.\n",
        )
    };
    ("AccessRules.explain") => {
        concat!(
            "    form: how the path is given; `raw` if not given. One of 'raw' and 'decoded'.\n",
            "    ignores: what the router in front of the handlers ignores. If different rules would match the\n",
            "        path as the router reads it, the request is denied: nobody could say which handler it\n",
            "        reaches. Any of 'case' and 'last-slash'.\n",
            "    now: the current time, against which `auth_time` is checked; the system clock's if not given.\n",
            "        Seconds since the epoch, or an aware datetime.\n",
        )
    };
    ("jws.sign") => {
        concat!(
            "    header: additional parameters for the protected header: the same for every signature, or one\n",
            "        object per key.\n",
            "    unprotected: parameters for the unprotected header, which anyone can change; only in the JSON\n",
            "        serializations. The same for every signature, or one object per key. A `kid` given here must\n",
            "        be the key's, and is then left out of the protected header.\n",
            "    critical: the names of protected header parameters that a recipient must understand or else\n",
            "        refuse the token (`crit`). Each must be in `header`.\n",
            "    serialization: how to write the token; `compact` if not given. One of 'compact', 'flattened' and\n",
            "        'general'.\n",
            "    detached: leave the payload out of the token; it reaches the recipient by some other means (RFC\n",
            "        7515, appendix F).\n",
            "    b64: encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which\n",
            "        suits detached payloads.\n",
        )
    };
    ("jws.verify") => {
        concat!(
            "    algorithms: the only signature algorithms to accept, among those that the keys allow.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    allow_base64_padding: accept compact tokens whose parts end in base64 padding (`=`), as AWS load\n",
            "        balancers produce them.\n",
            "    payload: the payload of a detached token.\n",
            "    require: how many of the signatures must verify; `any` if not given. One of 'any', 'all' and\n",
            "        'every-key'.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON\n",
            "        serialization may have 1 MiB.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
        )
    };
    ("jwe.encrypt") => {
        concat!(
            "    enc: the content encryption; a `dir` key has its own; `A256GCM` if not given.\n",
            "    header: additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.\n",
            "    unprotected: parameters for the unprotected header, which all recipients share and anyone can\n",
            "        change; only in the JSON serializations.\n",
            "    recipient_headers: parameters for the unprotected headers of the recipients, which anyone can\n",
            "        change, one object per key; only in the JSON serializations. A `kid` given here or in\n",
            "        `unprotected` must be the key's, and is then written nowhere else.\n",
            "    aad: additional bytes to authenticate besides the plaintext, which anyone can read in the token;\n",
            "        only in the JSON serializations.\n",
            "    serialization: how to write the token; `compact` if not given. One of 'compact', 'flattened' and\n",
            "        'general'.\n",
            "    compress: compress the plaintext before encrypting it. The length of the token then reveals\n",
            "        something about its content.\n",
            "    allow_shared_content_key: allow a symmetric key among several. Such a key must never again be\n",
            "        used to authenticate a token, in any serialization: every recipient knows the content key,\n",
            "        and can put other content under another recipient's encrypted key, in a compact token too.\n",
        )
    };
    ("jwe.decrypt") => {
        concat!(
            "    key_management: the only key management algorithms to accept, among those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON\n",
            "        serialization may have 1 MiB.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
        )
    };
    ("jwe.prepare_decrypt") => {
        concat!(
            "    key_management: the only key management algorithms to accept, among those that the keys allow.\n",
            "    content_encryption: the only content encryption algorithms to accept.\n",
            "    critical: the names that may appear in `crit` because the caller understands and checks them.\n",
            "    max_token_bytes: the longest token, in bytes; 256 KiB if not given. If this is not given, a JSON\n",
            "        serialization may have 1 MiB.\n",
            "    max_header_bytes: the longest header, protected and unprotected together, in bytes; 16 KiB if\n",
            "        not given.\n",
            "    max_json_depth: the deepest nesting of JSON, from 1 to 100; 32 if not given.\n",
            "    max_inflated_bytes: the most bytes that a compressed plaintext may inflate to; 256 KiB if not\n",
            "        given.\n",
            "    max_attempts: the most keys to try on a token, over all its signatures or recipients; 16 if not\n",
            "        given. The number of signatures or recipients times the number of keys may be at most 1,000\n",
            "        times this.\n",
            "    max_pbes2_iterations: the most PBES2 iterations that a token may cost, over all its recipients\n",
            "        and all keys tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three\n",
            "        times.\n",
        )
    };
}

/// Hands the core's structs of options to a macro: each with its set, and with those of its options
/// that are bytes.
macro_rules! structs {
    ($with:ident) => {
        $with! {
            tokenseal::GenerateOptions = "GenerateOptions" bytes [] secrets [],
            tokenseal::JwkOptions = "JwkOptions" bytes [] secrets [],
            tokenseal::KeyOptions = "KeyOptions" bytes [] secrets [password],
            tokenseal::JwksOptions = "JwksOptions" bytes [] secrets [],
            tokenseal::RemoteOptions = "RemoteOptions" bytes [] secrets [],
            tokenseal::RingOptions = "RingOptions" bytes [] secrets [],
            tokenseal::RingStoreOptions = "RingStoreOptions" bytes [] secrets [],
            tokenseal::RevocationsOptions = "RevocationsOptions" bytes [] secrets [],
            tokenseal::FileOptions = "FileOptions" bytes [] secrets [],
            tokenseal::StoreOptions = "StoreOptions" bytes [] secrets [],
            tokenseal::RevokeOptions = "RevokeOptions" bytes [] secrets [],
            tokenseal::EventOptions = "EventOptions" bytes [] secrets [],
            tokenseal::EntriesOptions = "EntriesOptions" bytes [] secrets [],
            tokenseal::StatusTokenOptions = "StatusTokenOptions" bytes [] secrets [],
            tokenseal::StatusListsOptions = "StatusListsOptions" bytes [] secrets [],
            tokenseal::ExportOptions = "ExportOptions" bytes [] secrets [],
            tokenseal::TokenOptions = "TokenOptions" bytes [] secrets [],
            tokenseal::IssuerOptions = "IssuerOptions" bytes [] secrets [],
            tokenseal::IssueOptions = "IssueOptions" bytes [] secrets [],
            tokenseal::VerifyOptions = "VerifyOptions" bytes [] secrets [],
            tokenseal::CheckOptions = "CheckOptions" bytes [certificate] secrets [],
            tokenseal::ResourceOptions = "ResourceOptions" bytes [] secrets [],
            tokenseal::RequestOptions = "RequestOptions" bytes [certificate] secrets [],
            tokenseal::CompleteOptions = "CompleteOptions" bytes [] secrets [],
            tokenseal::ProofOptions = "ProofOptions" bytes [] secrets [],
            tokenseal::ReplayOptions = "ReplayOptions" bytes [] secrets [],
            tokenseal::ReplayStoreOptions = "ReplayStoreOptions" bytes [] secrets [],
            tokenseal::AccessOptions = "AccessOptions" bytes [] secrets [],
            tokenseal::jws::SignOptions = "JwsSignOptions" bytes [] secrets [],
            tokenseal::jws::VerifyOptions = "JwsVerifyOptions" bytes [payload] secrets [],
            tokenseal::jwe::EncryptOptions = "JweEncryptOptions" bytes [aad] secrets [],
            tokenseal::jwe::DecryptOptions = "JweDecryptOptions" bytes [] secrets [],
        }
    };
}

pub(crate) use {described, keywords, structs};

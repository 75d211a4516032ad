"""One bad token for each code in the tables of docs/moving/python.md, and the call of each library
that refuses it.
"""

from __future__ import annotations

_GOOD = 'issuer="https://login.example", audience="orders"'
_VERIFY = "verify(bad, key.public(), **names)"
_ODD = '{"kty": "EC", "crv": "P-256"}'

# The bad token, and our call that refuses it.
CAUSES = {
    "ERR_JWT_EXPIRED": (f'sign(claims, key, expires_in="1s", now=1_700_000_000, {_GOOD})', _VERIFY),
    "ERR_JWT_NOT_YET_VALID": (f'sign({{**claims, "nbf": 4102444800, "exp": 4102448400}}, key, {_GOOD})', _VERIFY),
    "ERR_JWT_CLAIM_MISMATCH": ('sign(claims, key, expires_in="15m", issuer="https://login.example", audience="billing")', _VERIFY),
    "ERR_JWT_CLAIM_MISSING": (f'sign(claims, key, expires_in="15m", {_GOOD})', 'verify(bad, key.public(), **names, required_claims=["jti"])'),
    "ERR_JWS_SIGNATURE_VERIFICATION_FAILED": (f'sign(claims, Key.generate("ES256", key_id=key.key_id), expires_in="15m", {_GOOD})', _VERIFY),
    "ERR_JOSE_ALG_NOT_ALLOWED": (f'sign(claims, Key.from_secret(secret.encode(), "HS256"), expires_in="15m", {_GOOD})', _VERIFY),
    "ERR_JWS_INVALID": ('"a.b.c"', _VERIFY),
    "ERR_JWE_DECRYPTION_FAILED": (
        'encrypt(claims, Key.from_secret(bytes(range(1, 33)), "dir", enc="A256GCM"), expires_in="15m")',
        'decrypt(bad, Key.from_secret(direct, "dir", enc="A256GCM"))',
    ),
    "ERR_JWK_INVALID": (_ODD, "Key.from_jwk(bad)"),
}

_PYJWT = 'jwt.decode(bad, public_pem, algorithms=["ES256"], audience="orders", issuer="https://login.example")'
_JOSE = 'jwt.decode(bad, public_pem, algorithms="ES256", audience="orders")'
_JOSERFC = "jwt.JWTClaimsRegistry(OPTIONS).validate(jwt.decode(bad, ECKey.import_key(public_pem)).claims)"
_JWCRYPTO = 'jwt.JWT(jwt=bad, key=jwk.JWK(**jwk_dict), algs=["ES256"], check_claims=CHECKED)'

# The call of another library that refuses the same.
THEIRS = {
    ("PyJWT", "ERR_JWT_EXPIRED"): _PYJWT,
    ("PyJWT", "ERR_JWT_NOT_YET_VALID"): _PYJWT,
    ("PyJWT", "ERR_JWT_CLAIM_MISMATCH"): _PYJWT,
    ("PyJWT", "ERR_JWT_CLAIM_MISSING"): _PYJWT.replace("audience=", 'options={"require": ["jti"]}, audience='),
    ("PyJWT", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"): _PYJWT,
    ("PyJWT", "ERR_JOSE_ALG_NOT_ALLOWED"): _PYJWT,
    ("PyJWT", "ERR_JWS_INVALID"): _PYJWT,
    ("PyJWT", "ERR_JWK_INVALID"): "jwt.algorithms.ECAlgorithm(jwt.algorithms.ECAlgorithm.SHA256).from_jwk(bad)",
    ("python-jose", "ERR_JWT_EXPIRED"): _JOSE,
    ("python-jose", "ERR_JWT_CLAIM_MISMATCH"): _JOSE,
    ("python-jose", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"): 'jws.verify(bad, public_pem, algorithms="ES256")',
    ("python-jose", "ERR_JWE_DECRYPTION_FAILED"): "jwe.decrypt(bad, direct)",
    ("python-jose", "ERR_JWK_INVALID"): 'jwk.construct(bad, algorithm="ES256")',
    ("joserfc", "ERR_JWT_EXPIRED"): _JOSERFC.replace("OPTIONS", ""),
    ("joserfc", "ERR_JWT_NOT_YET_VALID"): _JOSERFC.replace("OPTIONS", ""),
    ("joserfc", "ERR_JWT_CLAIM_MISMATCH"): _JOSERFC.replace("OPTIONS", 'aud={"essential": True, "value": "orders"}'),
    ("joserfc", "ERR_JWT_CLAIM_MISSING"): _JOSERFC.replace("OPTIONS", 'jti={"essential": True}'),
    ("joserfc", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"): _JOSERFC.replace("OPTIONS", ""),
    ("joserfc", "ERR_JWE_DECRYPTION_FAILED"): 'jwe.decrypt_compact(bad, OctKey.import_key(direct), algorithms=["dir", "A256GCM"])',
    ("jwcrypto", "ERR_JWT_EXPIRED"): _JWCRYPTO.replace("CHECKED", "None"),
    ("jwcrypto", "ERR_JWT_NOT_YET_VALID"): _JWCRYPTO.replace("CHECKED", "None"),
    ("jwcrypto", "ERR_JWT_CLAIM_MISMATCH"): _JWCRYPTO.replace("CHECKED", '{"aud": "orders"}'),
    ("jwcrypto", "ERR_JWT_CLAIM_MISSING"): _JWCRYPTO.replace("CHECKED", '{"jti": None}'),
    ("jwcrypto", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"): "jws.JWS.from_jose_token(bad).verify(jwk.JWK(**jwk_dict))",
    ("jwcrypto", "ERR_JWE_DECRYPTION_FAILED"): (
        'jwe.JWE.from_jose_token(bad).decrypt(jwk.JWK(kty="oct", k="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"))'
    ),
    ("jwcrypto", "ERR_JWK_INVALID"): "jwk.JWK(**bad)",
}

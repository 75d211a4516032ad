// One bad token for each code in the tables of docs/moving/node.md, and the call of each library that refuses it.

const verify = 'verify(bad, key.public(), names)'

/** What is bad, and the call of ours that refuses it. */
export const CAUSES = {
  ERR_JWT_EXPIRED: ["sign(claims, key, { ...names, expiresIn: 1, now: 1_700_000_000 })", verify],
  ERR_JWT_NOT_YET_VALID: ['sign({ ...claims, nbf: 4102444800, exp: 4102448400 }, key, names)', verify],
  ERR_JWT_CLAIM_MISMATCH: ["sign(claims, key, { ...names, audience: 'billing', expiresIn: '15m' })", verify],
  ERR_JWT_CLAIM_MISSING: ["sign(claims, key, { ...names, expiresIn: '15m' })", "verify(bad, key.public(), { ...names, requiredClaims: ['jti'] })"],
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: ["sign(claims, Key.generate('ES256', { keyId: key.keyId }), { ...names, expiresIn: '15m' })", verify],
  ERR_JWE_DECRYPTION_FAILED: [
    "encrypt(claims, Key.fromSecret(direct.toReversed(), 'dir', { enc: 'A256GCM' }), { ...names, expiresIn: '15m' })",
    'decrypt(bad, sharedKey, names)',
  ],
  ERR_JWS_INVALID: ["'a.b.c'", verify],
  ERR_JWT_INVALID: ["'nonsense'", verify],
  ERR_JWKS_NO_MATCHING_KEY: ["sign(claims, key.withKeyId('another'), { ...names, expiresIn: '15m' })", 'verify(bad, KeySet.fromJwks(jwks), names)'],
}

/** The call that refuses the same with another library. */
export const THEIRS = {
  jose: (code) => {
    if (code === 'ERR_JWE_DECRYPTION_FAILED') return 'jwtDecrypt(bad, direct, names)'
    if (code === 'ERR_JWKS_NO_MATCHING_KEY') return 'jwtVerify(bad, createLocalJWKSet(jwks), names)'
    if (code === 'ERR_JWT_CLAIM_MISSING') return "jwtVerify(bad, publicKey, { ...names, requiredClaims: ['jti'] })"
    return 'jwtVerify(bad, publicKey, names)'
  },
  'fast-jwt': (code) => {
    const more = code === 'ERR_JWT_CLAIM_MISSING' ? "requiredClaims: ['jti']" : "allowedAud: 'orders'"
    return `createVerifier({ key: publicPem, ${more} })(bad)`
  },
}

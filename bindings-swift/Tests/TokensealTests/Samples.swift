import Foundation
import Operations
import Tokenseal

/// Keys and tokens that the tests share.
enum Samples {
    static let secret = Data("a secret of thirty-two bytes, ha".utf8)
    static let hmac = try! Key(secret: secret, algorithm: .HS256, options: SecretOptions(keyID: "h"))
    static let signing = try! Key.generate(.ES256, options: GenerateOptions(keyID: "s"))
    static let sealing = try! Key.generate(.ECDH_ES_A256KW, options: GenerateOptions(keyID: "e"))
    static let claims: [String: JSONValue] = ["sub": "alice", "n": 1]
    static let signed = try! sign(claims, with: hmac, options: SignOptions(expiresIn: "1h"))
    static let encrypted = try! encrypt(claims, to: sealing.publicKey, options: EncryptOptions(expiresIn: "1h"))
    static let sealed = try! seal(claims, signWith: signing, encryptTo: sealing.publicKey, options: EncryptOptions(expiresIn: "1h"))
    static let bytes = Data("bytes".utf8)
    static let jws = try! JWS.sign(bytes, with: hmac)
    static let jwe = try! JWE.encrypt(bytes, to: sealing.publicKey)
    static let verifier = try! Verifier(keys: signing.publicKey, decryptionKeys: sealing)
    static let issuer = try! Issuer(signingKey: signing, options: IssuerOptions(lifetime: "1h"))
    static let wrapping = try! Key.generate(.A256KW)
    static let ring = try! KeyRing.create(.ES256)
    static let ringText = try! ring.jwe(protectWith: wrapping)
    /// A folder of its own for each run.
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        return folder
    }()
    /// A ring in a file, which the tests leave unchanged.
    static let ringPath: String = {
        let path = folder.appendingPathComponent("keys.ring").path
        try! KeyRing.create(.ES256).save(path, protectWith: wrapping, wrappedKey: bytes)
        return path
    }()
    static let revocations = try! Revocations(options: RevocationsOptions(audit: true))
    static let snapshot = try! revocations.snapshot()
    static let rulesText = #"{"rules":[{"methods":["GET"],"path":"/","public":true}]}"#
    static let rules = try! AccessRules(json: rulesText)
    static let resource = try! ProtectedResource(verifier, rules: rules)
    static let replays = try! ReplayCache()
    static let statusList = try! StatusList(capacity: 1_000_000, bits: 1)
    static let statusState = try! StatusList(capacity: 8, bits: 1).state()
    static let statuses = "https://issuer.example/statuses/1"
    static let password: Password = "correct horse battery"

    /// Every function that takes a token.
    static let readers: [(name: String, read: @Sendable (String) throws(TokenError) -> Void)] = [
        ("verify", { token throws(TokenError) in _ = try verify(token, with: hmac) }),
        ("decrypt", { token throws(TokenError) in _ = try decrypt(token, with: [sealing], expecting: DecryptOptions(allowUnsigned: true)) }),
        ("unseal", { token throws(TokenError) in _ = try unseal(token, decryptWith: sealing, verifyWith: signing.publicKey) }),
        ("Verifier.verify", { token throws(TokenError) in _ = try verifier.verify(token) }),
        ("Verifier.verifyMany", { token throws(TokenError) in _ = try verifier.verifyMany([token])[0].get() }),
        ("inspectUnverified", { token throws(TokenError) in _ = try inspectUnverified(token) }),
        ("JWS.verify", { token throws(TokenError) in _ = try JWS.verify(token, with: hmac) }),
        ("JWE.decrypt", { token throws(TokenError) in _ = try JWE.decrypt(token, with: sealing) }),
        ("JWE.prepareDecrypt", { token throws(TokenError) in _ = try JWE.prepareDecrypt(token, for: sealing.publicKey) }),
    ]

    /// Every function of the core that can fail, called rightly.
    static let calls: [(name: String, call: @Sendable () throws(TokenError) -> Void)] = [
        ("verify", { () throws(TokenError) in _ = try verify(signed, with: hmac) }),
        ("decrypt", { () throws(TokenError) in _ = try decrypt(encrypted, with: sealing, expecting: DecryptOptions(allowUnsigned: true)) }),
        ("unseal", { () throws(TokenError) in _ = try unseal(sealed, decryptWith: sealing, verifyWith: signing.publicKey) }),
        ("Verifier", { () throws(TokenError) in _ = try Verifier(keys: hmac) }),
        ("Verifier.verify", { () throws(TokenError) in _ = try verifier.verify(sealed) }),
        ("Verifier.verify as", { () throws(TokenError) in _ = try verifier.verify(sealed, as: [String: JSONValue].self) }),
        ("Verifier.verifyMany", { () throws(TokenError) in _ = try verifier.verifyMany([sealed]) }),
        ("inspectUnverified", { () throws(TokenError) in _ = try inspectUnverified(signed) }),
        ("sign", { () throws(TokenError) in _ = try sign(claims, with: hmac, options: SignOptions(expiresIn: 60)) }),
        ("encrypt", { () throws(TokenError) in _ = try encrypt(claims, to: sealing.publicKey, options: EncryptOptions(expiresIn: 60)) }),
        ("seal", { () throws(TokenError) in _ = try seal(claims, signWith: signing, encryptTo: sealing.publicKey, options: EncryptOptions(expiresIn: 60)) }),
        ("Issuer", { () throws(TokenError) in _ = try Issuer(signingKey: signing) }),
        ("Issuer.issue", { () throws(TokenError) in _ = try issuer.issue(claims) }),
        ("prepare", { () throws(TokenError) in _ = try prepare(claims, for: signing.publicKey, options: SignOptions(expiresIn: 60)) }),
        ("JWS.sign", { () throws(TokenError) in _ = try JWS.sign(bytes, with: hmac) }),
        ("JWS.verify", { () throws(TokenError) in _ = try JWS.verify(jws, with: hmac) }),
        ("JWE.encrypt", { () throws(TokenError) in _ = try JWE.encrypt(bytes, to: sealing.publicKey) }),
        ("JWE.decrypt", { () throws(TokenError) in _ = try JWE.decrypt(jwe, with: sealing) }),
        ("JWE.prepareDecrypt", { () throws(TokenError) in _ = try JWE.prepareDecrypt(jwe, for: sealing.publicKey) }),
        ("Key.generate", { () throws(TokenError) in _ = try Key.generate(.ES256) }),
        ("Key.publicKey", { () throws(TokenError) in _ = try signing.publicKey }),
        ("Key.jwk", { () throws(TokenError) in _ = try signing.jwk() }),
        ("Key.pem", { () throws(TokenError) in _ = try signing.pem() }),
        ("Key.der", { () throws(TokenError) in _ = try signing.der() }),
        ("Key.thumbprint", { () throws(TokenError) in _ = try signing.thumbprint() }),
        ("Key.thumbprintURI", { () throws(TokenError) in _ = try signing.thumbprintURI() }),
        ("Key(jwk)", { () throws(TokenError) in _ = try Key(jwk: ["kty": "oct", "k": .string(encoded(secret))], options: JWKOptions(algorithm: .HS256)) }),
        ("Key(secret)", { () throws(TokenError) in _ = try Key(secret: secret, algorithm: .HS256) }),
        ("Key(password)", { () throws(TokenError) in _ = try Key(password: password) }),
        ("KeySet(jwks)", { () throws(TokenError) in _ = try KeySet(jwks: #"{"keys":[]}"#) }),
        ("KeyRing.create", { () throws(TokenError) in _ = try KeyRing.create(.ES256) }),
        ("KeyRing.open", { () throws(TokenError) in _ = try KeyRing.open(ringPath, protectWith: wrapping) }),
        ("KeyRing(jwe)", { () throws(TokenError) in _ = try KeyRing(jwe: ringText, protectWith: wrapping) }),
        ("KeyRing.wrappedKey", { () throws(TokenError) in _ = try KeyRing.wrappedKey(ringPath) }),
        ("KeyRing.jwe", { () throws(TokenError) in _ = try ring.jwe(protectWith: wrapping) }),
        ("KeyRing.advance", { () throws(TokenError) in _ = try ring.advance() }),
        ("KeyRing.jwks", { () throws(TokenError) in _ = try ring.jwks() }),
        ("KeyRing.cacheControl", { () throws(TokenError) in _ = try ring.cacheControl() }),
        ("KeyRing.keys", { () throws(TokenError) in _ = try ring.keys() }),
        ("KeyRing.status", { () throws(TokenError) in _ = try ring.status() }),
        ("KeyRing.signingKey", { () throws(TokenError) in _ = try ring.signingKey() }),
        ("KeyRing.keySet", { () throws(TokenError) in _ = try ring.keySet() }),
        ("Revocations", { () throws(TokenError) in _ = try Revocations() }),
        ("Revocations(snapshot)", { () throws(TokenError) in _ = try Revocations(snapshot: snapshot) }),
        ("Revocations.revoke", { () throws(TokenError) in try revocations.revoke(verify(signed, with: hmac)) }),
        ("Revocations.revokeID", { () throws(TokenError) in try revocations.revokeID("t", issuer: nil) }),
        ("Revocations.withdraw", { () throws(TokenError) in try revocations.withdraw(revocations.revokeKey("k", issuer: nil)) }),
        ("Revocations.entries", { () throws(TokenError) in _ = try revocations.entries() }),
        ("Revocations.snapshot", { () throws(TokenError) in _ = try revocations.snapshot() }),
        ("Revocations.merge", { () throws(TokenError) in try revocations.merge(snapshot) }),
        ("Revocations.status", { () throws(TokenError) in _ = try revocations.status() }),
        ("AccessRules", { () throws(TokenError) in _ = try AccessRules(json: rulesText) }),
        ("AccessRules.check", { () throws(TokenError) in _ = try rules.check(nil, "GET", "/") }),
        ("AccessRules.require", { () throws(TokenError) in try rules.require(nil, "GET", "/") }),
        ("AccessRules.explain", { () throws(TokenError) in _ = try rules.explain(nil, "GET", "/") }),
        ("AccessRules.lint", { () throws(TokenError) in _ = try rules.lint() }),
        ("AccessRules.cedar", { () throws(TokenError) in _ = try rules.cedar() }),
        ("ProtectedResource", { () throws(TokenError) in _ = try ProtectedResource(verifier) }),
        ("ProtectedResource.check", { () throws(TokenError) in _ = try resource.check("GET", "/", headers: [("Authorization", "Bearer \(sealed)")]) }),
        ("HTTP.logoutToken", { () throws(TokenError) in _ = try HTTP.logoutToken("logout_token=a.b.c") }),
        ("DPoP.prove", { () throws(TokenError) in _ = try DPoP.prove("GET", statuses, with: signing) }),
        ("DPoP.prepare", { () throws(TokenError) in _ = try DPoP.prepare("GET", statuses, for: signing.publicKey) }),
        ("ReplayCache", { () throws(TokenError) in _ = try ReplayCache() }),
        ("ReplayCache.status", { () throws(TokenError) in _ = try replays.status() }),
        ("Verifier.verify with", { () throws(TokenError) in _ = try verifier.verify(sealed, options: CheckOptions()) }),
        ("Verifier.dpopNonce", { () throws(TokenError) in _ = try verifier.dpopNonce() }),
        ("StatusList", { () throws(TokenError) in _ = try StatusList(capacity: 8, bits: 1) }),
        ("StatusList(state)", { () throws(TokenError) in _ = try StatusList(state: statusState) }),
        ("StatusList.allocate", { () throws(TokenError) in _ = try statusList.allocate() }),
        ("StatusList.set", { () throws(TokenError) in try statusList.set(StatusList.invalid, at: statusList.allocate()) }),
        ("StatusList.status", { () throws(TokenError) in _ = try statusList.status(at: statusList.allocate()) }),
        ("StatusList.claim", { () throws(TokenError) in _ = try statusList.claim(uri: statuses, index: statusList.allocate()) }),
        (
            "StatusList.jwt",
            { () throws(TokenError) in _ = try statusList.jwt(signingWith: signing, uri: statuses, options: StatusTokenOptions(ttl: "5m")) }
        ),
        ("StatusList.state", { () throws(TokenError) in _ = try statusList.state() }),
        ("StatusLists", { () throws(TokenError) in _ = try StatusLists(options: StatusListsOptions(allowedUris: [statuses])) }),
        ("KeySet.jwks", { () throws(TokenError) in _ = try KeySet([signing]).jwks() }),
    ]
}

/// The code of the error that something throws.
func code(_ work: () throws(TokenError) -> Void) -> TokenError.Code? {
    do throws(TokenError) {
        try work()
        return nil
    } catch {
        return error.code
    }
}

/// The error that something asynchronous throws.
func failureAsync(_ work: () async throws -> Void) async -> TokenError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? TokenError
    }
}

import Foundation
import Operations
import Testing
import Tokenseal

/// What values print, by a table that is the same in Kotlin.
@Suite struct PrintingTests {
    static let odd = "a\n\"b\\\u{202e}😀"
    static let oddQuoted = #""a\u000a\"b\\\u202e\ud83d\ude00""#

    @Test func everyWayOfPrinting() throws {
        let hmac = "Key(keyType=oct, algorithm=HS256, keyID=\"h\", isPrivate=true)"
        let signing = "Key(keyType=EC, algorithm=ES256, keyID=\"s\", isPrivate=true)"
        let token = try verify(Samples.signed, with: Samples.hmac)
        let nested = try Samples.verifier.verify(Samples.sealed)
        let unnamed = Samples.signing.withKeyID(nil)
        let broken = try KeySet(jwks: #"{"keys":[{"kty":"oct","kid":"x","alg":"HS256","k":"AA"}]}"#)
        let verified = try JWS.verify(Samples.jws, with: Samples.hmac)
        let signature = #"VerifiedSignature(index=0, keyID="h", algorithm=HS256)"#
        let decrypted = try JWE.decrypt(Samples.jwe, with: Samples.sealing)
        let prepared = try prepare(Samples.claims, for: Samples.signing.publicKey, options: SignOptions(expiresIn: 60))
        let refused = try Samples.resource.check("GET", "/orders", headers: [(name: "Authorization", value: "Bearer secret")])
        let allowed = try ProtectedResource(Verifier(keys: Samples.hmac)).check(
            "GET", "/", headers: [(name: "Authorization", value: "Bearer \(Samples.signed)")])
        let decision = try Samples.rules.check(nil as Token?, "POST", "/")
        let values: [(value: Any, text: String)] = [
            (Samples.hmac, hmac), (Samples.signing, signing),
            (try unnamed.publicKey, "Key(keyType=EC, algorithm=ES256, isPrivate=false)"),
            (Samples.hmac.withKeyID(Self.odd), "Key(keyType=oct, algorithm=HS256, keyID=\(Self.oddQuoted), isPrivate=true)"),
            (KeySet([Samples.hmac, Samples.signing]), "KeySet([\(hmac), \(signing)])"), (KeySet([]), "KeySet([])"),
            (broken, "KeySet([], rejected=1)"),
            (try #require(broken.rejected.first), #"RejectedKey(index=0, keyID="x", code=ERR_KEY_WEAK)"#),
            (token, #"Token(kind=signed, keyID="h")"#), (nested, #"Token(kind=nested, keyID="s", decryptionKeyID="e")"#),
            (try inspectUnverified(Samples.signed), "Inspected(kind=signed)"),
            (verified, #"Verified(keyID="h", verified=[\#(signature)])"#), (try #require(verified.verified.first), signature),
            (decrypted, #"Decrypted(keyID="e", recipient=0)"#),
            (prepared, "Unsigned"), (try JWE.prepareDecrypt(Samples.jwe, for: Samples.sealing.publicKey), "Pending"),
            (Samples.verifier, "Verifier"), (Samples.issuer, "Issuer"), (Samples.rules, "AccessRules"), (Samples.replays, "ReplayCache"),
            (Samples.statusList, "StatusList"), (try StatusLists(options: StatusListsOptions(allowedUris: ["https://secret.example/"])), "StatusLists"), (Samples.resource, "ProtectedResource"),
            (Samples.password, "Password(…)"), (refused, "Answer(status=401, code=ERR_JWT_INVALID)"), (allowed, "Answer(status=200)"),
            (decision, "Decision(allowed=false, status=\(decision.status), reason=\(decision.reason.rawValue))"),
            (Header(["secret": "secret"]), "Header(…)"), (JSONText(#"{"sub":"secret"}"#), "JSONText(…)"),
            (VerifyOptions(), "VerifyOptions()"),
            (VerifyOptions(issuer: "secret", maxAge: "5m", allowMissingExp: true), "VerifyOptions(issuer=…, maxAge=…, allowMissingExp=…)"),
            (SignOptions(expiresIn: 60, header: ["secret": "secret"]), "SignOptions(expiresIn=…, header=…)"),
            (JWKOptions(algorithm: .HS256), "JWKOptions(algorithm=…)"), (ProofOptions(accessToken: "secret"), "ProofOptions(accessToken=…)"),
            (JWS.SignOptions(header: ["secret": "secret"]), "JWS.SignOptions(header=…)"),
        ]
        for (value, text) in values {
            #expect("\(value)" == text)
            #expect(String(reflecting: value) == text)
            var dumped = ""
            dump(value, to: &dumped)
            #expect(Mirror(reflecting: value).children.isEmpty || value is KeySet, "\(type(of: value)) has children")
            #expect(!dumped.contains("secret") && !dumped.contains("Native") && !dumped.contains("0x"), "\(dumped)")
        }
    }

    /// Every set of options prints the names of those that are given, and no value.
    @Test func optionsShowNoValues() throws {
        var count = 0
        for row in OptionRow.all where !["handle", "bytes", "secret"].contains(row.form) {
            let given = try Json.object([(name: row.name, value: #require(Json(parsing: row.right.utf8)))])
            guard let shown = try printed(row.function, given) else { continue }
            count += 1
            let isDefault = shown.hasSuffix("()") && row.form == "name"
            #expect(isDefault || shown.hasSuffix("=…)"), "\(row.function) \(row.name): \(shown)")
            #expect(!shown.contains("_") && !shown.contains(row.right) && shown.filter { $0 == "=" }.count <= 1, "\(shown)")
        }
        #expect(count > 200)
    }
}

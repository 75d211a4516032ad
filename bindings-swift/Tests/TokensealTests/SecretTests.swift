import Foundation
import Operations
import Testing
import Tokenseal

@Suite struct Secrets {
    /// None of Swift's ways of showing a value shows a secret.
    @Test func nothingShowsThem() throws {
        let secret = Samples.secret
        let parts = try #require(Json(parsing: Samples.signing.jwk(options: .private).utf8))
        let password = "correct horse battery"
        let hex = secret.map { String(format: "%02x", $0) }.joined()
        let list = secret.prefix(8).map(String.init).joined(separator: ", ")
        let secrets = try [
            String(decoding: secret, as: UTF8.self), encoded(secret), secret.base64EncodedString(), hex, list, #require(parts["d"]?.string), password,
            encoded(Data(password.utf8)), Data(password.utf8).map(String.init).joined(separator: ", "),
        ]
        let passwordKey = try Key(password: Samples.password)
        let values: [Any] = [
            Samples.hmac, Samples.signing, Samples.sealing, passwordKey, Samples.password, KeySet([Samples.hmac, Samples.signing]), Samples.verifier,
            Samples.issuer, [Samples.hmac], ["key": Samples.hmac], Optional(Samples.hmac) as Any, Samples.hmac.keySet,
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            let shown = ["\(value)", String(describing: value), String(reflecting: value), dumped, mirrored(value, depth: 6)].joined(separator: "\n")
            for secret in secrets {
                #expect(!shown.contains(secret), "\(type(of: value)) shows a secret")
            }
        }
    }

    @Test func errorsDoNot() {
        let calls: [() throws(TokenError) -> Void] = [
            { () throws(TokenError) in _ = try Key(secret: Samples.secret.suffix(8), algorithm: .HS256) },
            { () throws(TokenError) in _ = try Key(jwk: #"{"kty":"oct","k":"sesame!","alg":"HS256"}"#) },
            { () throws(TokenError) in _ = try Key(pem: "sesame", algorithm: .ES256, password: "sesame") },
            { () throws(TokenError) in _ = try sign(JSONText(#"{"sesame"}"#), with: Samples.hmac, options: SignOptions(expiresIn: 60)) },
            { () throws(TokenError) in _ = try verify("sesame.sesame.sesame", with: Samples.hmac) },
        ]
        for call in calls {
            do throws(TokenError) {
                try call()
                Issue.record("nothing was thrown")
            } catch {
                let shown = "\(error) \(error.localizedDescription) \(String(reflecting: error)) \(mirrored(error, depth: 3))"
                #expect(!shown.contains("sesame") && !shown.contains("ytes, ha"))
            }
        }
    }

    /// What comes with a token shows neither the token nor a proof.
    @Test func proofsAreNotShown() throws {
        let values: [Any] = [
            ProofOptions(accessToken: "sesame"), CheckOptions(proof: "sesame"), Issuer.Confirmation.certificate(Data("sesame".utf8)),
            Samples.replays, Samples.statusList, try StatusLists(options: StatusListsOptions(allowedUris: ["https://sesame.example/"])),
        ]
        for value in values {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!"\(value) \(String(reflecting: value)) \(dumped) \(mirrored(value, depth: 4))".contains("sesame"), "\(type(of: value))")
        }
    }

    /// A token shows no claims, decrypted bytes are not shown.
    @Test func tokensShowNoClaims() throws {
        let token = try verify(sign(["sub": "somebody"], with: Samples.hmac, options: SignOptions(expiresIn: 60)), with: Samples.hmac)
        let decrypted = try JWE.decrypt(JWE.encrypt(Data("somebody".utf8), to: Samples.sealing.publicKey), with: Samples.sealing)
        let headers = [(name: "Authorization", value: "Bearer \(try sign(["sub": "somebody"], with: Samples.hmac, options: SignOptions(expiresIn: 60)))")]
        let answer = try ProtectedResource(Verifier(keys: Samples.hmac)).check("GET", "/", headers: headers)
        #expect(answer.token != nil)
        for value in [token, decrypted, answer] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!"\(value) \(String(reflecting: value)) \(dumped)".contains("somebody"))
        }
    }
}

/// Everything that a mirror shows.
private func mirrored(_ value: Any, depth: Int) -> String {
    guard depth > 0 else { return "" }
    let children = Mirror(reflecting: value).children
    return children.map { "\($0.label ?? ""): \($0.value) \(mirrored($0.value, depth: depth - 1))" }.joined(separator: "\n")
}

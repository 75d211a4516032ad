import Foundation
import Testing
import Tokenseal

@Suite struct ProtectedResources {
    let key = try! Key.generate(.ES256)
    let own = try! Key.generate(.ES256)
    let origin = "https://api.example"

    func issue(_ claims: [String: JSONValue], _ confirm: Issuer.Confirmation? = nil) throws -> String {
        try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(claims, confirm: confirm)
    }

    func proof(_ token: String, _ method: String = "POST", nonce: String? = nil) throws -> String {
        try DPoP.prove(method, origin + "/pay", with: own, options: ProofOptions(accessToken: token, nonce: nonce))
    }

    func sent(_ token: String, _ proof: String) -> [(name: String, value: String)] { [("authorization", "DPoP \(token)"), ("dpop", proof)] }

    func header(_ name: String, _ answer: ProtectedResource.Answer) -> String? { answer.headers.first { $0.name == name }?.value }

    @Test func answersHaveWhatRefused() throws {
        let rules = try AccessRules(json: #"{"rules":[{"name":"pay","methods":["POST"],"path":"/pay","require":{"scope":["pay"]}}]}"#)
        let api = try ProtectedResource(Verifier(keys: key.publicKey), rules: rules, options: ResourceOptions(resource: "https://api.example/v1"))
        let late = try sign(["scope": "pay"], with: key, options: SignOptions(expiresIn: 60, now: Date(timeIntervalSinceNow: -3600)))
        let refused = try api.check("POST", "/pay", headers: [("Authorization", "Bearer \(late)")])
        #expect(!refused.isAllowed && refused.status == 401 && refused.token == nil)
        // The error is the check's own, and says more than its code.
        #expect(refused.error?.code == .jwtExpired && refused.error?.claim == "exp" && refused.error?.message.isEmpty == false)
        #expect(header("WWW-Authenticate", refused)?.contains("/.well-known/oauth-protected-resource/v1") == true)
        #expect(refused.body.contains(#""code":"ERR_JWT_EXPIRED""#) && !refused.body.contains(refused.error?.message ?? ""))

        let lacking = try api.check("POST", "/pay", headers: [("Authorization", "Bearer \(issue(["scope": "read"]))")])
        #expect(lacking.status == 403 && lacking.error?.code == .jwtAccessDenied && lacking.error?.decision == lacking.decision)
        #expect(lacking.error?.status == 403 && lacking.error?.fault == .token && lacking.decision?.needed?.scope == ["pay"])
        #expect(lacking.token == nil && "\(lacking)" == "Answer(status=403, code=ERR_JWT_ACCESS_DENIED)")
        #expect(Mirror(reflecting: lacking).children.isEmpty && "\(api)" == "ProtectedResource")

        let passing = try api.check("POST", "/pay?a=b", headers: [("Authorization", "Bearer \(issue(["sub": "alice", "scope": "pay"]))")])
        #expect(try passing.isAllowed && passing.error == nil && passing.body.isEmpty && passing.token?["sub"] == "alice")
        #expect(passing.decision?.rule == "pay" && "\(passing)" == "Answer(status=200)")
        let twice = try api.check("POST", "/pay", headers: [("Authorization", "Bearer a"), ("authorization", "Bearer b")])
        #expect(twice.status == 400)
    }

    /// A proof counts once, and the nonce that it needs comes with the answer.
    @Test func proofsAreCheckedWithTheirTokens() async throws {
        let expected = VerifierOptions(publicOrigins: [origin])
        let api = try ProtectedResource(Verifier(keys: key.publicKey, expecting: expected, nonceKey: Key.generate(.HS256)))
        let token = try issue(["sub": "alice"], .key(own))
        let first = try api.check("POST", "/pay", headers: sent(token, proof(token)))
        #expect(first.status == 401 && first.error?.code == .dpopNonceRequired)
        let nonce = try #require(header("DPoP-Nonce", first))
        let proven = try proof(token, nonce: nonce)
        let passing = try await api.checkAsync("POST", "/pay", headers: sent(token, proven))
        #expect(passing.isAllowed && passing.token?.provenBy == .dpop && header("DPoP-Nonce", passing) != nil)
        #expect(try await api.checkAsync("POST", "/pay", headers: sent(token, proven)).error?.code == .dpopInvalid)
        let other = try proof(token, "GET", nonce: nonce)
        #expect(try api.check("POST", "/pay", headers: sent(token, other)).error?.code == .dpopInvalid)
        #expect(try api.check("POST", "/pay", headers: [("Authorization", "Bearer \(token)")]).error?.code == .jwtNotBound)
    }

    /// The certificate is that of a vector.
    @Test func theCertificateIsOfTheConnection() throws {
        let vectors = try String(contentsOf: repository.appendingPathComponent("tests/vectors/dpop_bound.json"), encoding: .utf8)
        let start = try #require(vectors.range(of: "-----BEGIN CERTIFICATE-----")), end = try #require(vectors.range(of: "-----END CERTIFICATE-----"))
        let pem = Data(vectors[start.lowerBound..<end.upperBound].replacingOccurrences(of: "\\n", with: "\n").utf8)
        let api = try ProtectedResource(Verifier(keys: key.publicKey))
        let headers = [(name: "Authorization", value: "Bearer \(try issue(["sub": "alice"], .certificate(pem)))")]
        let passing = try api.check("GET", "/", headers: headers, certificate: pem)
        #expect(passing.isAllowed && passing.token?.provenBy == .certificate)
        #expect(try api.check("GET", "/", headers: headers).error?.code == .jwtNotBound)
        // An invalid certificate is the service's mistake, and no request passes.
        let wrong = try api.check("GET", "/", headers: headers, certificate: Data([1, 2, 3]))
        #expect(!wrong.isAllowed && wrong.status == 500 && wrong.token == nil)
    }

    /// The verifier's clock also applies to the further checks.
    @Test func theClockIsTheVerifiers() throws {
        let rules = try AccessRules(json: #"{"rules":[{"name":"pay","methods":["POST"],"path":"/pay","require":{"max_auth_age":"5m"}}]}"#)
        let verifier = try Verifier(keys: key.publicKey, clock: { Date(timeIntervalSince1970: 1_000_000) })
        let api = try ProtectedResource(verifier, rules: rules)
        let now = Date(timeIntervalSince1970: 1_000_000)
        let token = try sign(["auth_time": 999_900], with: key, options: SignOptions(expiresIn: "15m", now: now))
        let headers = [(name: "Authorization", value: "Bearer \(token)")]
        #expect(try api.check("POST", "/pay", headers: headers).isAllowed)
        #expect(try api.check("POST", "/pay", headers: headers, options: RequestOptions(now: now + 400)).decision?.needed?.maxAuthAge == 300)
        let never = RequestOptions(now: Date(timeIntervalSince1970: .nan))
        #expect(code { () throws(TokenError) in _ = try api.check("POST", "/pay", headers: headers, options: never) } == .optionInvalid)
    }

    /// If something must be queried first, one call waits, and the other answers 503.
    @Test func keysAreFetched() async throws {
        let jwks = Data(try KeySet([key.publicKey]).jwks().utf8)
        let keys = try RemoteKeySet(
            url: "https://issuer.example/jwks.json", client: { _ in RemoteKeySet.Response(status: 200, headers: [], body: jwks) })
        let (verifier, token) = (try Verifier(keys: keys), try issue(["sub": "alice"]))
        let (api, headers) = (try ProtectedResource(verifier), [(name: "Authorization", value: "Bearer \(token)")])
        let unready = try api.check("GET", "/", headers: headers)
        #expect(unready.status == 503 && unready.error?.code == .jwksUnavailable && unready.headers.allSatisfy { $0.name != "WWW-Authenticate" })
        #expect(try await api.checkAsync("GET", "/", headers: headers).token?["sub"] == "alice")
        #expect(try api.check("GET", "/", headers: headers).isAllowed)
        #expect(try await api.checkAsync("GET", "/", headers: [], options: RequestOptions(optional: true)).isAllowed)
    }

    @Test func storesAreWaitedFor() async throws {
        struct Nowhere: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw CocoaError(.fileNoSuchFile) }
        }
        let replays = try ReplayCache.redis(Nowhere(), options: ReplayStoreOptions(namespace: "api"))
        let verifier = try Verifier(keys: key.publicKey, expecting: VerifierOptions(publicOrigins: [origin]), replays: replays)
        let (api, token) = (try ProtectedResource(verifier), try issue([:], .key(own)))
        let headers = sent(token, try proof(token))
        // The call is wrong, whatever comes with the request: that is not an answer to a client.
        #expect(code { () throws(TokenError) in _ = try api.check("POST", "/pay", headers: headers) } == .optionInvalid)
        let answer = try await api.checkAsync("POST", "/pay", headers: headers)
        #expect(answer.status == 503 && answer.error?.code == .dpopUnavailable && answer.error?.cause is CocoaError)
    }

    @Test func eventsAreAnswered() throws {
        let mismatch = try HTTP.eventAnswer(TokenError(code: .jwtClaimMismatch, message: "", claim: "iss"))
        #expect(mismatch.status == 400 && mismatch.body.contains("invalid_issuer"))
        #expect(try HTTP.eventAnswer(TokenError(code: .jwksUnavailable, message: "")).status == 503)
        #expect(try HTTP.logoutAnswer(TokenError(code: .jwtExpired, message: "")).status == 400)
        let failed = try HTTP.logoutAnswer(CocoaError(.fileNoSuchFile))
        #expect(failed.status == 400 && !failed.body.contains("invalid_request"))
        #expect(try HTTP.eventAnswer(CocoaError(.fileNoSuchFile)).status == 500)
    }
}

import Foundation
import Testing
import Tokenseal

@Suite struct AccessRulesTests {
    let rules = try! AccessRules(json: """
        { "rules": [
          { "name": "orders", "methods": ["GET"], "path": "/orders/{id}", "require": { "scope": ["orders:read"] } },
          { "name": "pay", "methods": ["POST"], "path": "/pay", "require": { "proof": true, "any_scope": ["pay", "admin"], "max_auth_age": "5m" } },
          { "name": "mine", "methods": ["GET"], "path": "/users/{user}", "require": { "claims": [ { "path": ["sub"], "equals_parameter": "user" } ] } },
          { "name": "suspended", "deny": true, "when": { "claims": [ { "path": ["suspended"], "equals": true } ] } },
          { "name": "health", "methods": ["GET"], "path": "/health", "public": true } ] }
        """)
    let key = try! Key.generate(.ES256)

    func token(_ claims: [String: JSONValue]) throws -> Token { try verify(sign(claims, with: key, options: SignOptions(expiresIn: "5m")), with: key) }

    @Test func decisionsSayWhatLacks() throws {
        let alice = try token(["sub": "alice", "scope": "orders:read"])
        #expect(try rules.check(alice, "GET", "/orders/7").rule == "orders")
        #expect(try rules.check(alice, "HEAD", "/orders/7?page=2").isAllowed)
        let lacking = try rules.check(token(["sub": "alice", "scope": "profile"]), "GET", "/orders/7")
        #expect(lacking.status == 403 && lacking.reason == .insufficient && lacking.needed?.scope == ["orders:read"])
        #expect(lacking.challenges.count == 1 && lacking.challenges[0].hasPrefix(#"Bearer error="insufficient_scope""#))
        #expect(try rules.check(alice, "GET", "/users/bob").needed?.claims == [["sub"]])
        #expect(try rules.check(token(["suspended": true]), "GET", "/health").reason == .denied)
        let paying = try rules.check(alice, "POST", "/pay")
        #expect(paying.needed?.proof == true && paying.needed?.anyScope == ["pay", "admin"] && paying.needed?.maxAuthAge == 300)
        #expect(try rules.check(nil, "GET", "/ORDERS/7").reason == .noRule)
        #expect(try rules.check(nil, "GET", "/Health", options: AccessOptions(ignores: [.case])).reason == .badPath)
        #expect(try rules.check(nil, "GET", "/a%2fb").reason == .badPath)
        #expect(try rules.check(nil, "GET", "/a%2fb", options: AccessOptions(form: .decoded)).reason == .noRule)
        #expect(!rules.isReportOnly && "\(rules)" == "AccessRules")
        #expect(AccessRules.schema.contains("\"$schema\""))
        #expect(try rules.lint().isEmpty && rules.cedar().contains("forbid"))
    }

    /// A token whose sender proved possession of its key.
    @Test func aProofIsSeen() throws {
        let own = try Key.generate(.ES256)
        let verifier = try Verifier(keys: key.publicKey, expecting: VerifierOptions(publicOrigins: ["https://api.example"]))
        let now = Date()
        let claims: [String: JSONValue] = ["scope": "pay", "auth_time": .integer(Int(now.timeIntervalSince1970))]
        let text = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(claims, confirm: .key(own))
        let proof = try DPoP.prove("POST", "https://api.example/pay", with: own, options: ProofOptions(accessToken: text))
        let proven = try verifier.verify(text, options: CheckOptions(proof: proof, method: "POST", url: "/pay"))
        #expect(proven.provenBy == .dpop)
        #expect(try rules.check(proven, "POST", "/pay").isAllowed)
        let unproven = try verify(text, with: key, expecting: VerifyOptions(proofOfPossession: .ignore))
        #expect(try unproven.provenBy == nil && rules.check(unproven, "POST", "/pay").needed?.proof == true)
        let later = try rules.check(proven, "POST", "/pay", options: AccessOptions(now: now + 600))
        #expect(later.status == 401 && later.challenges.first?.hasPrefix("DPoP ") == true)
    }

    @Test func whoWantsAnErrorHasTheDecision() throws {
        try rules.require(token(["scope": "orders:read"]), "GET", "/orders/7")
        let cases: [(TokenError, Int, TokenError.Fault)] = [
            (TokenError(code: .jwtExpired, message: ""), 401, .token), (TokenError(code: .jwksUnavailable, message: ""), 503, .environment),
            (TokenError(code: .optionInvalid, message: ""), 500, .program),
        ]
        for (given, status, fault) in cases {
            let denied = failure { try rules.require(given, "GET", "/health") }
            #expect(denied?.code == .jwtAccessDenied && denied?.status == status && denied?.fault == fault && denied?.decision?.status == status)
        }
        let wrong = failure { try rules.require(nil, "GET", "/health", options: AccessOptions(now: Date(timeIntervalSince1970: .nan))) }
        #expect(wrong?.code == .optionInvalid && wrong?.decision == nil)
        #expect(code { () throws(TokenError) in _ = try AccessRules(json: "{}") } == .optionInvalid)
    }

    @Test func rulesSayWhatTheyAreFor() throws {
        let explained = try rules.explain(token(["suspended": true]), "GET", "/Health/")
        #expect(explained.map(\.rule) == ["suspended", "health"] && explained[0].effect == .deny && explained[0].matches)
        #expect(explained[1].effect == .public && !explained[1].fits && explained[1].fitsMethod && !explained[1].fitsPath)
        #expect(try rules.explain(TokenError(code: .jwtExpired, message: ""), "GET", "/health").last?.matches == false)
        #expect(try rules.explain(nil, "GET", "/a//b").isEmpty)
    }
}

private func failure(_ work: () throws -> Void) -> TokenError? {
    do {
        try work()
        return nil
    } catch {
        return error as? TokenError
    }
}

import Foundation
import Operations
import Testing
import Tokenseal

private let origin = "https://api.example"
private let expected = VerifierOptions(publicOrigins: [origin])

@Suite struct Proofs {
    let key = try! Key.generate(.ES256)
    let own = try! Key.generate(.EdDSA)

    func token(_ confirm: Issuer.Confirmation?) throws -> String {
        try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(["sub": "alice"], confirm: confirm)
    }

    func sent(_ proof: (any OneOrMany)?) -> CheckOptions { CheckOptions(proof: proof, method: "GET", url: "/orders?page=2") }

    func refused(_ verifier: Verifier, _ token: String, _ options: CheckOptions, certificate: Data? = nil) -> TokenError.Code? {
        code { () throws(TokenError) in _ = try verifier.verify(token, certificate: certificate, options: options) }
    }

    @Test func aBoundTokenNeedsItsProofOnce() async throws {
        let (verifier, token) = (try Verifier(keys: key.publicKey, expecting: expected), try token(.key(own.publicKey)))
        let proof = try DPoP.prove("GET", origin + "/orders", with: own, options: ProofOptions(accessToken: token))
        #expect(code { () throws(TokenError) in _ = try verifier.verify(token) } == .jwtNotBound)
        #expect(code { () throws(TokenError) in _ = try verifier.verifyMany([token])[0].get() } == .jwtNotBound)
        #expect(refused(verifier, token, sent(nil)) == .jwtNotBound)
        #expect(refused(verifier, token, sent([String]())) == .dpopInvalid)
        #expect(refused(verifier, token, sent([proof, proof])) == .dpopInvalid)
        #expect(refused(verifier, token, CheckOptions(proof: proof)) == .optionInvalid)
        #expect(refused(verifier, token, CheckOptions(proof: proof, method: "POST", url: "/orders")) == .dpopInvalid)
        let other = try DPoP.prove("GET", origin + "/orders", with: Key.generate(.ES256), options: ProofOptions(accessToken: token))
        #expect(refused(verifier, token, sent(other)) == .jwtNotBound)
        #expect(try verifier.verify(token, options: sent([proof]))["sub"] == "alice")
        #expect(refused(verifier, token, sent(proof)) == .dpopInvalid)
        #expect(try verifier.replays?.status()["refused"] == 1)
        let again = try DPoP.prove("GET", origin + "/orders", with: own, options: ProofOptions(accessToken: token))
        #expect(try await verifier.verifyAsync(token, options: sent(again))["sub"] == "alice")
    }

    @Test func whatHasNoProofStaysAsItWas() throws {
        let token = try token(nil)
        let proof = try DPoP.prove("GET", origin + "/orders", with: own, options: ProofOptions(accessToken: token))
        let verifier = try Verifier(keys: key.publicKey, expecting: expected)
        #expect(refused(verifier, token, sent(proof)) == .jwtNotBound)
        #expect(try verifier.verify(token, options: CheckOptions()).kind == .signed)
        #expect(try Verifier(keys: key).replays == nil)
        let bound = try self.token(.key(own))
        let ignores = try Verifier(keys: key.publicKey, expecting: VerifierOptions(proofOfPossession: .ignore))
        #expect(try ignores.verify(bound)["cnf"]?["jkt"]?.string == own.thumbprint())
        let requires = try Verifier(keys: key.publicKey, expecting: VerifierOptions(proofOfPossession: .required, publicOrigins: [origin]))
        #expect(code { () throws(TokenError) in _ = try requires.verify(token) } == .jwtNotBound)
    }

    /// The time of a check, and the verifier's clock.
    @Test func proofsAreJudgedByTheTimeOfTheCheck() throws {
        let token = try token(.key(own))
        let made = ProofOptions(accessToken: token, now: Date(timeIntervalSinceNow: -120))
        let proof = try DPoP.prove("GET", origin + "/orders", with: own, options: made)
        #expect(try refused(Verifier(keys: key.publicKey, expecting: expected), token, sent(proof)) == .dpopInvalid)
        let clocked = try Verifier(keys: key.publicKey, expecting: expected, clock: { Date(timeIntervalSinceNow: -120) })
        #expect(try clocked.verify(token, options: sent(proof))["sub"] == "alice")
        var then = sent(proof)
        then.now = Date(timeIntervalSinceNow: 86_400)
        #expect(refused(clocked, token, then) == .jwtExpired)
    }

    /// A client learns the nonce from the error, and uses it.
    @Test func noncesAreAskedFor() throws {
        let nonceKey = try Key.generate(.HS256)
        let verifier = try Verifier(keys: key.publicKey, expecting: expected, nonceKey: nonceKey)
        let token = try token(.key(own))
        func proof(_ nonce: String?) throws -> String {
            try DPoP.prove("GET", origin + "/orders", with: own, options: ProofOptions(accessToken: token, nonce: nonce))
        }
        var nonce: String?
        do {
            _ = try verifier.verify(token, options: sent(proof(nil)))
        } catch let error as TokenError {
            #expect(error.code == .dpopNonceRequired && error.status == 401)
            #expect(error != TokenError(code: error.code, message: error.message, claim: error.claim))
            nonce = error.dpopNonce
        }
        #expect(nonce != nil)
        #expect(try verifier.verify(token, options: sent(proof(nonce)))["sub"] == "alice")
        // Another instance of the service, with the same key.
        let other = try Verifier(keys: key.publicKey, expecting: expected, nonceKey: nonceKey)
        #expect(try other.verify(token, options: sent(proof(verifier.dpopNonce())))["sub"] == "alice")
        #expect(try refused(other, token, sent(proof("made-up"))) == .dpopNonceRequired)
    }

    @Test func aFullCacheAcceptsNobody() throws {
        let replays = try ReplayCache(options: ReplayOptions(capacity: 1))
        let verifiers = try (0..<2).map { _ in try Verifier(keys: key.publicKey, expecting: expected, replays: replays) }
        let token = try token(.key(own))
        func proof() throws -> String { try DPoP.prove("GET", origin + "/orders", with: own, options: ProofOptions(accessToken: token)) }
        let used = try proof()
        #expect(try verifiers[0].verify(token, options: sent(used))["sub"] == "alice")
        #expect(refused(verifiers[1], token, sent(used)) == .dpopInvalid)
        #expect(try refused(verifiers[1], token, sent(proof())) == .dpopUnavailable)
        #expect(try replays.status()["turned_away"] == 1)
        #expect("\(replays)".contains("ReplayCache"))
    }

    @Test func aKeyThatIsElsewhereSigns() async throws {
        for format in [SignatureFormat.raw, .der] {
            let enclave = try Enclave(format)
            let (verifier, token) = (try Verifier(keys: key.publicKey, expecting: expected), try token(.key(enclave.publicKey)))
            let made = ProofOptions(accessToken: token)
            let proof = try await DPoP.proveAsync("GET", origin + "/orders", with: enclave, options: made)
            #expect(try verifier.verify(token, options: sent(proof))["sub"] == "alice")
            // In two steps, and as a whole token.
            let unsigned = try DPoP.prepare("GET", origin + "/orders", for: enclave.publicKey, options: made)
            let signature = try await enclave.signature(for: unsigned.signingInput)
            let completed = try unsigned.complete(signature: signature, options: CompleteOptions(format: format))
            #expect(try verifier.verify(token, options: sent(completed))["sub"] == "alice")
            let other = CompleteOptions(format: format == .raw ? .der : .raw)
            #expect(code { () throws(TokenError) in _ = try unsigned.complete(signature: signature, options: other) } == .jwsSignatureVerificationFailed)
            let text = try prepare(["sub": "alice"], for: enclave.publicKey, options: SignOptions(expiresIn: "5m"))
            let whole = try text.complete(signature: await enclave.signature(for: text.signingInput), options: CompleteOptions(format: format))
            #expect(try verify(whole, with: enclave.publicKey)["sub"] == "alice")
        }
    }

    @Test func aKeyThatDoesNotSignIsTheCause() async throws {
        struct Locked: ExternalKey {
            struct Refused: Error {}
            let publicKey: Key
            let signatureFormat = SignatureFormat.raw
            var gives: Data?
            func signature(for input: Data) async throws -> Data {
                guard let gives else { throw Refused() }
                return gives
            }
        }
        let publicKey = try Key.generate(.ES256).publicKey
        for (gives, isCause) in [(nil, true), (Data(), false), (Data(count: 64), false)] as [(Data?, Bool)] {
            let refused = await error { () async throws(TokenError) in
                _ = try await DPoP.proveAsync("GET", origin, with: Locked(publicKey: publicKey, gives: gives))
            }
            #expect(refused?.code == .jwsSignatureVerificationFailed && (refused?.cause is Locked.Refused) == isCause)
        }
        let wrong = Locked(publicKey: try Key.generate(.HS256))
        #expect(await error { () async throws(TokenError) in _ = try await DPoP.proveAsync("GET", origin, with: wrong) }?.code == .keyMismatch)
    }

    /// A token that is bound to the certificate of a connection; the vectors have one.
    @Test func certificatesAreConfirmed() throws {
        let folder = repository.appendingPathComponent("tests/vectors/dpop_bound.json")
        let vectors = try String(contentsOf: folder, encoding: .utf8)
        let start = try #require(vectors.range(of: "-----BEGIN CERTIFICATE-----")), end = try #require(vectors.range(of: "-----END CERTIFICATE-----"))
        let pem = Data(vectors[start.lowerBound..<end.upperBound].replacingOccurrences(of: "\\n", with: "\n").utf8)
        let (verifier, token) = (try Verifier(keys: key.publicKey), try token(.certificate(pem)))
        #expect(try verifier.verify(token, certificate: pem, options: CheckOptions())["sub"] == "alice")
        #expect(refused(verifier, token, CheckOptions()) == .jwtNotBound)
        #expect("\(Issuer.Confirmation.certificate(pem))" == "Confirmation(certificate)")
        #expect(code { () throws(TokenError) in _ = try Samples.issuer.issue(Samples.claims, confirm: .certificate(Data("no".utf8))) } != nil)
    }
}

/// Used proofs that servers share in Redis or Valkey, with real servers.
@Suite(.serialized) struct RemoteProofs {
    @Test(arguments: ["redis", "valkey"]) func aProofIsUsedOnceWhereverItIsUsed(_ kind: String) async throws {
        let stores = try Stores()
        let (id, port) = try stores.start(kind)
        let (key, own) = (try Key.generate(.ES256), try Key.generate(.ES256))
        // Other tests may keep every core busy, so the time limit is long.
        let options = ReplayStoreOptions(namespace: "api", timeout: "30s")
        let caches = try (0..<2).map { _ in try ReplayCache.redis(SmallClient(port: port), options: options) }
        let verifiers = try caches.map { try Verifier(keys: key.publicKey, expecting: expected, replays: $0) }
        let token = try Issuer(signingKey: key, options: IssuerOptions(lifetime: "5m")).issue(["sub": "alice"], confirm: .key(own))
        func request() throws -> CheckOptions {
            let proof = try DPoP.prove("GET", origin + "/", with: own, options: ProofOptions(accessToken: token))
            return CheckOptions(proof: proof, method: "GET", url: "/")
        }

        let other = try request()
        #expect(code { () throws(TokenError) in _ = try verifiers[0].verify(token, options: other) } == .optionInvalid)
        let first = try request()
        #expect(try await verifiers[0].verifyAsync(token, options: first)["sub"] == "alice")
        for verifier in verifiers {
            #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(token, options: first) }?.code == .dpopInvalid)
        }
        #expect(try caches[1].status()["refused"] == 1)

        // Of many at once, one passes.
        let second = try request()
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for place in 0..<20 { group.addTask { (try? await verifiers[place % 2].verifyAsync(token, options: second)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 1)

        let third = try request()
        try stores.ask(["stop": Json(id)])
        let refused = await error { () async throws(TokenError) in _ = try await verifiers[1].verifyAsync(token, options: third) }
        #expect(refused?.code == .dpopUnavailable && refused?.fault == .environment)
        withExtendedLifetime(stores) {}
    }
}

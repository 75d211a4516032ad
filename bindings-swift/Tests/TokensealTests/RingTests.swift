import Foundation
import Testing
import Tokenseal

/// A clock that a test sets.
final class Hands: @unchecked Sendable {
    private let lock = NSLock()
    private var time = Date(timeIntervalSince1970: 1_900_000_000)

    var now: Date {
        get { lock.withLock { time } }
        set { lock.withLock { time = newValue } }
    }

    var clock: @Sendable () -> Date { { self.now } }
}

/// Rings in memory, with a clock of their own. The vectors test what keys do when.
@Suite struct Rings {
    let hands = Hands()
    let lifetime = IssuerOptions(lifetime: "15m")
    let alice = ["sub": "alice"]
    let year = 366.0 * 86_400

    func ring(_ algorithms: Algorithm...) throws -> KeyRing {
        try KeyRing.create(algorithms, clock: hands.clock)
    }

    func issuer(_ ring: KeyRing) throws -> Issuer { try Issuer(signingKey: ring, options: lifetime, clock: hands.clock) }

    @Test func issuersAndVerifiersFollowItsTurns() throws {
        let ring = try ring(.ES256)
        let (issuer, verifier) = (try issuer(ring), try Verifier(keys: ring, clock: hands.clock))
        let (start, first) = (hands.now, try issuer.issue(alice))
        #expect(try verifier.verify(first).keyID == ring.keys()[0].keyID)
        for _ in 0..<2 { hands.now = try #require(try ring.advance().next) }
        let second = try issuer.issue(alice)
        #expect(try verifier.verify(second).keyID == ring.keys()[1].keyID)
        #expect(try ring.keys().map(\.state) == [.verifyOnly, .active, .upcoming])
        // The first key verifies for as long as one of its tokens can be valid, and no longer.
        let retires = try #require(try ring.keys()[0].retires)
        hands.now = retires.addingTimeInterval(-0.001)
        #expect(try verifier.verify(first, now: start)["sub"] == "alice")
        hands.now = retires
        #expect(code { () throws(TokenError) in _ = try verifier.verify(first, now: start) } == .jwksNoMatchingKey)
    }

    @Test func nowNeverMovesARing() async throws {
        let ring = try ring(.ES256)
        let issuer = try issuer(ring)
        let (start, token, before) = (hands.now, try issuer.issue(alice), try ring.status())
        let far = start.addingTimeInterval(3 * year)
        let verifier = try Verifier(keys: ring, clock: { far })
        for now in [nil, far] {
            #expect(code { () throws(TokenError) in _ = try verifier.verify(token, now: now) } == .jwtExpired)
            #expect(code { () throws(TokenError) in _ = try verifier.verifyMany([token], now: now)[0].get() } == .jwtExpired)
            #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(token, now: now) }?.code == .jwtExpired)
        }
        for now in [start, start - year] {
            #expect(try verifier.verify(token, now: now)["sub"] == "alice")
            #expect(try verifier.verifyMany([token], now: now)[0].get()["sub"] == "alice")
            #expect(try await verifier.verifyAsync(token, now: now)["sub"] == "alice")
        }
        let early = try issuer.issue(alice, options: IssueOptions(now: start - year))
        #expect(try verifier.verify(early, now: start - year).keyID == ring.signingKey().keyID)
        #expect(code { () throws(TokenError) in _ = try issuer.issue(alice, options: IssueOptions(now: far)) } == .optionInvalid)
        #expect(try ring.status() == before)
    }

    @Test func anEmergencyRefusesTheTokensOfOneKey() throws {
        let (ring, events) = (try ring(.ES256), Collected<Event>())
        let (issuer, verifier) = (try issuer(ring), try Verifier(keys: ring, clock: hands.clock, onEvent: { events.add($0) }))
        let (lost, key) = (try issuer.issue(alice), try #require(try ring.signingKey().keyID))
        let changes = try ring.revoke(key).changes
        #expect(Set(changes.map { [$0.was, $0.state] }) == [[.active, .revoked], [.upcoming, .active], [nil, .upcoming]])
        #expect(code { () throws(TokenError) in _ = try verifier.verify(lost) } == .jwksNoMatchingKey)
        #expect(try verifier.verify(issuer.issue(alice))["sub"] == "alice")
        #expect(events.all == [.refused(code: .jwksNoMatchingKey)])
        #expect(try !ring.jwks().contains(key))
        #expect(code { () throws(TokenError) in _ = try ring.revoke("unknown") } == .jwksNoMatchingKey)
    }

    @Test func itEncryptsAndDecrypts() throws {
        let ring = try ring(.ES256, .Ed25519, .ECDH_ES_A256KW)
        let options = IssuerOptions(lifetime: "15m", algorithm: .Ed25519)
        let issuer = try Issuer(signingKey: ring, encryptionKey: ring, options: options, clock: hands.clock)
        let token = try Verifier(keys: ring, decryptionKeys: ring, clock: hands.clock).verify(issuer.issue(alice))
        #expect(token.kind == .nested && token.headerJSON.contains("Ed25519"))
        let encrypted = try Issuer(encryptionKey: ring, options: lifetime, clock: hands.clock).issue(alice)
        #expect(try Verifier(decryptionKeys: ring, expecting: VerifierOptions(allowUnsigned: true), clock: hands.clock).verify(encrypted).kind == .encrypted)
        #expect(try ring.signingKey().algorithm == .ES256 && ring.signingKey(.Ed25519).algorithm == .Ed25519)
        #expect(code { () throws(TokenError) in _ = try ring.signingKey(.RS256) } == .jwksNoMatchingKey)
        #expect(try ring.keySet().count == 4)
    }

    @Test func severalIssuersEachWithARing() throws {
        let (a, b) = (try ring(.ES256), try ring(.ES256))
        let verifiers = try [(a, "https://a.example"), (b, "https://b.example")].map { ring, issuer in
            try Verifier(keys: ring, expecting: VerifierOptions(issuer: .some(issuer)), clock: hands.clock)
        }
        let tokens = try [(a, "https://a.example"), (b, "https://b.example")].map { ring, issuer in
            try Issuer(signingKey: ring, options: IssuerOptions(issuer: issuer, lifetime: "15m"), clock: hands.clock).issue(alice)
        }
        let verifier = try Verifier.byIssuer(verifiers, clock: hands.clock)
        #expect(try verifier.verifyMany(tokens).allSatisfy { (try? $0.get()) != nil })
        try a.revoke(a.keys()[0].keyID)
        #expect(try verifier.verifyMany(tokens).map { (try? $0.get()) != nil } == [false, true])
    }

    @Test func keysOfOthers() throws {
        let known = try Key.generate(.ES256)
        #expect(try KeyRing.create(.ES256, keys: known, clock: hands.clock).keys()[0].keyID == known.keyID)
        let external = try KeyRing.create(keys: known.publicKey, clock: hands.clock)
        let advanced = try external.advance()
        #expect(advanced.needsKey == [.ES256] && advanced.next == nil)
        #expect(try external.keys().map(\.isExternal) == [true])
        #expect(code { () throws(TokenError) in _ = try external.add(known.publicKey) } == .optionInvalid)
        #expect(try external.add(Key.generate(.ES256).publicKey).changes.map(\.state) == [.upcoming])
    }

    @Test func whatCouldRefuseAValidTokenIsRefused() throws {
        #expect(code { () throws(TokenError) in _ = try KeyRing.create(.ES256, options: KeyRingOptions(rotateEvery: "1259s")) } == .optionInvalid)
        _ = try KeyRing.create(.ES256, options: KeyRingOptions(rotateEvery: "1260s"))
        #expect(code { () throws(TokenError) in _ = try KeyRing.create() } == .optionInvalid)
        let ring = try ring(.ES256)
        for wrong in [IssuerOptions(lifetime: "16m"), IssuerOptions(noExpiry: true)] {
            #expect(code { () throws(TokenError) in _ = try Issuer(signingKey: ring, options: wrong) } == .optionInvalid)
        }
        let never = Date(timeIntervalSince1970: .nan)
        #expect(code { () throws(TokenError) in _ = try ring.keys(now: never) } == .optionInvalid)
    }

    @Test func asATokenItOpensByItsKeyAlone() throws {
        let (ring, wrapping, other) = (try ring(.ES256), try Key.generate(.A256KW), try Key.generate(.A256KW))
        let text = try ring.jwe(protectWith: wrapping)
        #expect(try KeyRing(jwe: text, protectWith: [other, wrapping], clock: hands.clock).status() == ring.status())
        for wrong in [String(text.dropLast()), String(text.dropFirst()), "", try JWE.encrypt(Data("{}".utf8), to: wrapping)] {
            #expect(code { () throws(TokenError) in _ = try KeyRing(jwe: wrong, protectWith: wrapping) } == .keyringUnavailable)
        }
        #expect(code { () throws(TokenError) in _ = try KeyRing(jwe: text, protectWith: other) } == .keyringUnavailable)
        for wrong in [Samples.hmac, Samples.sealing] {
            #expect(code { () throws(TokenError) in _ = try ring.jwe(protectWith: wrong) } == .optionInvalid)
            #expect(code { () throws(TokenError) in _ = try KeyRing(jwe: text, protectWith: wrong) } == .optionInvalid)
        }
        #expect(code { () throws(TokenError) in try ring.rewrap(protectWith: wrapping) } == .optionInvalid)
    }

    @Test func itShowsNothingSecret() throws {
        let ring = try ring(.ES256)
        let whole = try JSONDecoder().decode([String: JSONValue].self, from: Data(ring.signingKey().jwk(options: .private).utf8))
        let secret = try #require(whole["d"]?.string)
        var dumped = ""
        dump(ring, to: &dumped)
        for shown in ["\(ring)", dumped, "\(try ring.keys())", "\(try ring.advance())", "\(try ring.status())", try ring.jwks()] {
            #expect(!shown.contains(secret), "\(shown)")
        }
    }
}

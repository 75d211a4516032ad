import Foundation
import Testing
import Tokenseal

private let issuer = "https://issuer.example"

/// Lists of revocations, with a clock of their own. The vectors test what revokes what.
@Suite struct RevocationLists {
    let hands = Hands()
    let key = try! Key.generate(.ES256, options: GenerateOptions(keyID: "k-1"))
    let revocations: Revocations

    init() throws {
        revocations = try Revocations(options: RevocationsOptions(longestLifetime: "15m", audit: true), clock: hands.clock)
    }

    func verifier(_ list: Revocations?, _ issuer: String = issuer) throws -> Verifier {
        try Verifier(keys: key.publicKey, expecting: VerifierOptions(issuer: issuer), revocations: list, clock: hands.clock)
    }

    func token(_ claims: [String: JSONValue], _ issuer: String = issuer) throws -> String {
        try sign(claims, with: key, options: SignOptions(expiresIn: "10m", issuer: issuer, now: hands.now))
    }

    func isAccepted(_ token: String, by list: Revocations) throws -> Bool {
        let verifier = try verifier(list)
        return code { () throws(TokenError) in _ = try verifier.verify(token) } == nil
    }

    @Test func aTokenIsRefusedUntilThatIsWithdrawn() throws {
        let (verifier, text, other) = (try verifier(revocations), try token(["jti": "t-1"]), try token(["jti": "t-2"]))
        let entry = try revocations.revoke(verifier.verify(text), options: RevokeOptions(by: "api", reason: "log-out"))
        #expect(entry.kind == .token && entry.at == hands.now && entry.before == nil && entry.withdrawn == nil)
        #expect(entry.ends == hands.now + 70 * 60 && entry.by == "api" && entry.reason == "log-out")
        let error = failure { () throws(TokenError) in _ = try verifier.verify(text) }
        #expect(error?.code == .jwtRevoked && error?.claim == "jti" && error?.fault == .token && error?.status == 401)
        #expect(try verifier.verify(other)["jti"] == "t-2")
        #expect(try self.verifier(nil).verify(text)["jti"] == "t-1")

        let withdrawn = try revocations.withdraw(entry, options: RevokeOptions(by: "support", reason: "mistaken"))
        #expect(withdrawn.id == entry.id && withdrawn.withdrawn?.by == "support" && withdrawn.withdrawn?.reason == "mistaken")
        #expect(withdrawn.withdrawn?.at == hands.now)
        #expect(try verifier.verify(text)["jti"] == "t-1")
        #expect(code { () throws(TokenError) in _ = try revocations.withdraw(entry) } == .optionInvalid)
        #expect(try revocations.revokeID("t-1", issuer: issuer).id == entry.id)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(text) } == .jwtRevoked)
        #expect(try revocations.withdraw(id: entry.id).id == entry.id)
    }

    /// What a long connection asks, with the token that its check returned.
    @Test func anAcceptedTokenIsGoodUntilItIsNot() async throws {
        let verifier = try verifier(revocations)
        let tokens = [try token(["jti": "t-1", "sub": "alice"]), try token(["sub": "alice"])]
        let several = try Verifier.byIssuer([verifier], clock: hands.clock)
        for verifier in [verifier, several] {
            for text in tokens {
                let accepted = try verifier.verify(text)
                try verifier.stillValid(accepted)
                try await verifier.stillValidAsync(accepted)
                let entry = try revocations.revoke(accepted)
                #expect(code { () throws(TokenError) in try verifier.stillValid(accepted) } == .jwtRevoked)
                #expect(await error { () async throws(TokenError) in try await verifier.stillValidAsync(accepted) }?.code == .jwtRevoked)
                try revocations.withdraw(entry)
                try verifier.stillValid(accepted, now: hands.now + 599)
                let late = failure { () throws(TokenError) in try verifier.stillValid(accepted, now: hands.now + 600) }
                #expect(late?.code == .jwtExpired && late?.claim == "exp")
                #expect(code { () throws(TokenError) in try verifier.stillValid(accepted, now: Date(timeIntervalSince1970: .nan)) } == .optionInvalid)
                let byKey = try revocations.revokeKey("k-1", issuer: issuer)
                #expect(code { () throws(TokenError) in try verifier.stillValid(accepted) } == .jwtRevoked)
                try revocations.withdraw(byKey)
            }
        }
        let foreign = try self.verifier(nil, "https://other.example").verify(token([:], "https://other.example"))
        #expect(code { () throws(TokenError) in try several.stillValid(foreign) } == .jwtClaimMismatch)
    }

    @Test func anIdentityProviderSaysWhatIsOver() async throws {
        let entry = try revocations.applyEvents(Told.logout(issuer, ["sid": "s"], at: hands.now))[0]
        #expect(entry.kind == .session && entry.by == issuer && entry.at == hands.now)
        let text = try token(["sid": "s"])
        #expect(try !isAccepted(text, by: revocations))

        let subject: JSONValue = ["format": "iss_sub", "iss": "https://other.example", "sub": "alice"]
        let event = try Told.event(issuer, Told.sessionRevoked, subject, at: hands.now)
        #expect(code { () throws(TokenError) in _ = try revocations.applyEvents(event) } == .jwtClaimMismatch)
        let options = EventOptions(subjectIssuers: ["https://other.example"], reason: "stolen")
        #expect(try revocations.applyEvents(event, options: options).map(\.kind) == [.subject])
        #expect(try await revocations.applyEventsAsync(event, options: options).map(\.reason) == ["stolen"])

        let other = try Told.event(issuer, "https://issuer.example/else", subject, at: hands.now)
        #expect(try revocations.applyEvents(other).isEmpty)
        #expect(try await revocations.applyEventsAsync(other).isEmpty)
    }

    @Test func everythingThatATokenBelongsToCanBeRevoked() throws {
        let verifier = try verifier(revocations)
        let all = try token(["jti": "t", "sid": "s", "sub": "alice"])
        let calls: [(kind: Revocations.Kind, claim: String?, revoke: () throws -> Revocations.Entry)] = [
            (.token, "jti", { try revocations.revokeID("t", issuer: issuer) }),
            (.session, "sid", { try revocations.revokeSession("s", issuer: issuer) }),
            (.subject, "sub", { try revocations.revokeSubject("alice", issuer: issuer) }),
            (.key, nil, { try revocations.revokeKey("k-1", issuer: issuer) }),
            (.key, nil, { try revocations.revokeKey("k-1", issuer: nil) }),
            (.issuer, "iss", { try revocations.revokeIssuer(issuer) }),
        ]
        for call in calls {
            let entry = try call.revoke()
            let error = failure { () throws(TokenError) in _ = try verifier.verify(all) }
            #expect(entry.kind == call.kind && error?.code == .jwtRevoked && error?.claim == call.claim, "\(call.kind)")
            #expect((entry.before != nil) == [.subject, .issuer].contains(call.kind), "\(call.kind)")
            #expect((entry.ends == nil) == (call.kind == .key), "\(call.kind)")
            try revocations.withdraw(entry)
            #expect(try verifier.verify(all)["jti"] == "t")
        }
        // A user who logs in again after a cut-off is let in.
        try revocations.revokeSubject("alice", issuer: issuer, options: RevokeOptions(before: hands.now + 1))
        hands.now += 1
        #expect(code { () throws(TokenError) in _ = try verifier.verify(all) } == .jwtRevoked)
        #expect(try verifier.verify(token(["sub": "alice"]))["sub"] == "alice")
    }

    /// By its header and claims, which every kind of token has: no token is kept whole.
    @Test func tokensWithoutJtiAndEncryptedOnesAreRevokedAlone() async throws {
        let (sealing, secret) = (try Key.generate(.ECDH_ES_A256KW), try Key.generate(.A256KW))
        let made = EncryptOptions(expiresIn: "10m", now: hands.now)
        let signed = try Verifier(keys: key, revocations: revocations, clock: hands.clock)
        let nested = try Verifier(keys: key, decryptionKeys: sealing, revocations: revocations, clock: hands.clock)
        let encrypted = try Verifier(
            decryptionKeys: secret, expecting: VerifierOptions(allowUnsigned: true), revocations: revocations, clock: hands.clock)
        let ways: [(Verifier, (String) throws -> String)] = [
            (signed, { try sign(["sub": $0], with: key, options: SignOptions(expiresIn: "10m", now: hands.now)) }),
            (nested, { try seal(["sub": "sealed \($0)"], signWith: key, encryptTo: sealing, options: made) }),
            (encrypted, { try encrypt(["jti": $0], to: secret, options: made) }),
        ]
        for (verifier, make) in ways {
            let (token, other) = (try make("é\"\\"), try make("bob"))
            try revocations.revoke(verifier.verify(token))
            #expect(code { () throws(TokenError) in _ = try verifier.verify(token) } == .jwtRevoked)
            #expect(try verifier.verify(other)["iat"] != nil)
        }
        // Verified in another way, it is the same token.
        let one = try ways[0].1("carol")
        let watched = try Verifier(keys: key, clock: hands.clock, onEvent: { _ in })
        let checked = [
            try signed.verifyMany([one])[0].get(), try verify(one, with: key, expecting: VerifyOptions(now: hands.now)), try watched.verify(one),
            try await watched.verifyAsync(one),
        ]
        var ids: Set<String> = []
        for token in checked { ids.insert(try revocations.withdraw(revocations.revoke(token)).id) }
        #expect(ids.count == 1)
    }

    @Test func everyWayToCheckAsksTheList() async throws {
        let (bad, good, events) = (try token(["jti": "a"]), try token(["jti": "b"]), Collected<Event>())
        try revocations.revokeID("a", issuer: issuer)
        let published = Data(try KeySet([key.publicKey]).jwks().utf8)
        let metadata = Data(#"{"issuer":"\#(issuer)","jwks_uri":"\#(issuer)/jwks.json"}"#.utf8)
        let client: RemoteKeySet.Client = { request in
            RemoteKeySet.Response(status: 200, headers: [], body: request.url.hasSuffix("jwks.json") ? published : metadata)
        }
        let remote = try RemoteKeySet(url: "\(issuer)/jwks.json", clock: hands.clock, client: client)
        let expected = VerifierOptions(issuer: issuer)
        let verifiers = [
            try verifier(revocations),
            try Verifier(keys: key, expecting: expected, revocations: revocations, clock: hands.clock, onEvent: { events.add($0) }),
            try Verifier(keys: remote, expecting: expected, revocations: revocations, clock: hands.clock),
            try Verifier.forIssuer(issuer, revocations: revocations, clock: hands.clock, client: client),
            try Verifier.byIssuer([verifier(revocations)], clock: hands.clock),
        ]
        for verifier in verifiers {
            #expect(try await verifier.verifyAsync(good)["jti"] == "b")
            #expect(code { () throws(TokenError) in _ = try verifier.verify(bad) } == .jwtRevoked)
            #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(bad) }?.code == .jwtRevoked)
            for many in [try verifier.verifyMany([good, bad]), try await verifier.verifyManyAsync([good, bad])] {
                #expect(try many[0].get()["jti"] == "b")
                #expect(code { () throws(TokenError) in _ = try many[1].get() } == .jwtRevoked)
            }
        }
        #expect(events.all == Array(repeating: .refused(code: .jwtRevoked), count: 4))
    }

    @Test func eachVerifierOfSeveralIssuersHasItsOwnList() throws {
        let other = "https://other.example"
        let (one, two) = (try Revocations(clock: hands.clock), try Revocations(clock: hands.clock))
        let verifier = try Verifier.byIssuer([verifier(one)], clock: hands.clock)
        try verifier.add(self.verifier(two, other))
        let tokens = [try token(["jti": "t"]), try token(["jti": "t"], other)]
        let codes = { tokens.map { token in code { () throws(TokenError) in _ = try verifier.verify(token) } } }
        try two.revokeKey("k-1", issuer: nil)
        #expect(codes() == [nil, .jwtRevoked])
        try one.revokeID("t", issuer: other)
        #expect(codes() == [nil, .jwtRevoked])
        try one.revokeID("t", issuer: issuer)
        #expect(codes() == [.jwtRevoked, .jwtRevoked])
    }

    @Test func aRingWritesToTheListThatItUses() throws {
        let ring = try KeyRing.create(.ES256, clock: hands.clock)
        try ring.useRevocations(revocations, issuer: issuer)
        let fetched = try Verifier(
            keys: ring.keySet(), expecting: VerifierOptions(issuer: issuer), revocations: revocations, clock: hands.clock)
        let options = IssuerOptions(issuer: issuer, lifetime: "15m")
        let token = try Issuer(signingKey: ring, options: options, clock: hands.clock).issue(["sub": "alice"])
        let keyID = try #require(try ring.signingKey().keyID)
        #expect(try fetched.verify(token)["sub"] == "alice")
        #expect(code { () throws(TokenError) in _ = try ring.revoke("unknown") } == .jwksNoMatchingKey)
        #expect(try revocations.entries().isEmpty)
        try ring.revoke(keyID)
        #expect(code { () throws(TokenError) in _ = try fetched.verify(token) } == .jwtRevoked)
        #expect(try revocations.entries(options: EntriesOptions(issuer: issuer, keyID: keyID)).map(\.kind) == [.key])
    }

    @Test func listsWhatIsKeptAndFindsItByWhatItNames() throws {
        let made = [
            try revocations.revokeID("t", issuer: issuer, options: RevokeOptions(by: "support", reason: "lost phone")),
            try revocations.revokeSession("s", issuer: issuer),
            try revocations.revokeSubject("alice", issuer: issuer, options: RevokeOptions(before: hands.now)),
            try revocations.revokeKey("k", issuer: nil),
            try revocations.revokeIssuer(issuer, options: RevokeOptions(before: hands.now)),
        ]
        let asked = [
            EntriesOptions(issuer: issuer, tokenID: "t"), EntriesOptions(issuer: issuer, sessionID: "s"),
            EntriesOptions(issuer: issuer, subject: "alice"), EntriesOptions(keyID: "k"), EntriesOptions(issuer: issuer),
        ]
        #expect(try revocations.entries() == made)
        for (entry, options) in zip(made, asked) { #expect(try revocations.entries(options: options) == [entry]) }
        #expect(try revocations.entries(options: EntriesOptions(issuer: "https://other.example", tokenID: "t")).isEmpty)
        try revocations.withdraw(made[1], options: RevokeOptions(reason: "found it"))
        #expect(try revocations.entries(options: asked[1]).map(\.withdrawn?.reason) == ["found it"])
        // An expired entry is no longer listed; one that never expires is.
        let later = hands.now + 76 * 60
        #expect(try revocations.entries(options: EntriesOptions(now: later)) == [made[3]])
        hands.now = later
        #expect(try revocations.entries() == [made[3]])
        #expect(code { () throws(TokenError) in _ = try Revocations().entries() } == .optionInvalid)
    }

    @Test func snapshotsMakeAnotherListAndTwoListsOne() throws {
        let entry = try revocations.revokeID("a", issuer: issuer, options: RevokeOptions(by: "api"))
        let copy = try Revocations(snapshot: revocations.snapshot(), audit: true, clock: hands.clock)
        let tokens = [try token(["jti": "a"]), try token(["jti": "b"])]
        #expect(try tokens.map { try isAccepted($0, by: copy) } == [false, true])
        #expect(try copy.entries().map(\.by) == ["api"])
        try copy.revokeID("b", issuer: issuer)
        try revocations.withdraw(entry)
        try revocations.merge(copy.snapshot())
        try copy.merge(revocations.snapshot())
        for list in [revocations, copy] { #expect(try tokens.map { try isAccepted($0, by: list) } == [true, false]) }
        #expect(code { () throws(TokenError) in try revocations.merge(Revocations().snapshot()) } == .optionInvalid)

        let bytes = try copy.snapshot()
        var flipped = bytes
        flipped[20] ^= 1
        for wrong in [Data(), bytes.dropLast(), flipped, bytes + [0]] {
            let error = failure { () throws(TokenError) in _ = try Revocations(snapshot: wrong) }
            #expect(error?.code == .jwtRevocationUnavailable && error?.status == 503 && error?.fault == .environment)
            #expect(code { () throws(TokenError) in try revocations.merge(wrong) } == .jwtRevocationUnavailable)
        }
        let silent = try Revocations(snapshot: bytes)
        #expect(code { () throws(TokenError) in _ = try silent.entries() } == .optionInvalid)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let late = RevokeOptions(until: hands.now + 76 * 60)
        let text = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "90m", now: hands.now))
        let long = try verify(text, with: key, expecting: VerifyOptions(now: hands.now))
        let calls: [() throws(TokenError) -> Void] = [
            { () throws(TokenError) in try revocations.revokeID("", issuer: issuer) },
            { () throws(TokenError) in try revocations.revokeSession("", issuer: issuer) },
            { () throws(TokenError) in try revocations.revokeSubject("", issuer: issuer) },
            { () throws(TokenError) in try revocations.revokeKey("", issuer: nil) },
            { () throws(TokenError) in try revocations.revokeIssuer("") },
            { () throws(TokenError) in try revocations.revokeID("t", issuer: issuer, options: late) },
            { () throws(TokenError) in try revocations.revokeID("t", issuer: issuer, options: RevokeOptions(before: hands.now)) },
            { () throws(TokenError) in try revocations.revokeSubject("alice", issuer: issuer, options: RevokeOptions(until: hands.now)) },
            { () throws(TokenError) in try revocations.revokeIssuer(issuer, options: RevokeOptions(by: String(repeating: "x", count: 256))) },
            { () throws(TokenError) in try revocations.revokeIssuer(issuer, options: RevokeOptions(reason: String(repeating: "x", count: 1001))) },
            { () throws(TokenError) in try revocations.withdraw(id: "t") },
            { () throws(TokenError) in try revocations.revoke(long) },
            { () throws(TokenError) in _ = try Revocations(options: RevocationsOptions(longestLifetime: "0s")) },
            { () throws(TokenError) in try revocations.revokeKey("k", issuer: nil, options: RevokeOptions(now: Date(timeIntervalSince1970: .nan))) },
        ]
        for (index, call) in calls.enumerated() { #expect(code(call) == .optionInvalid, "call \(index)") }
        #expect("\(revocations)" == "Revocations(0 entries)")
        let message = failure { () throws(TokenError) in try revocations.revokeID("t", issuer: issuer, options: late) }?.message ?? ""
        #expect(message.contains("longestLifetime") && !message.contains("_"), "\(message)")
    }

    @Test func showsNothingOfWhatItHolds() throws {
        let entry = try revocations.revokeSubject("alice", issuer: issuer, options: RevokeOptions(by: "support", reason: "lost phone"))
        let withdrawn = try revocations.withdraw(entry, options: RevokeOptions(by: "support", reason: "found it"))
        var dumped = ""
        for value in [revocations, entry, withdrawn, withdrawn.withdrawn as Any] as [Any] { dump(value, to: &dumped) }
        let texts = ["\(revocations)", "\(entry)", "\(withdrawn)", String(reflecting: withdrawn), "\(try #require(withdrawn.withdrawn))", dumped]
        for text in texts {
            for secret in ["alice", issuer, "support", "lost phone", "found it", entry.id] { #expect(!text.contains(secret), "\(text)") }
        }
        #expect(String(decoding: try revocations.snapshot(), as: UTF8.self).contains("alice") == false)
        let status = try revocations.status()
        #expect(status["kept"] == "memory" && status["failed"] == .null && status["longest_lifetime"] == 900)
    }

    @Test func nowIsAskedForBeforeTheClock() throws {
        let list = try Revocations(options: RevocationsOptions(audit: true), clock: { Date(timeIntervalSince1970: 7) })
        #expect(try list.revokeKey("k", issuer: nil).at == Date(timeIntervalSince1970: 7))
        #expect(try list.revokeKey("other", issuer: nil, options: RevokeOptions(now: hands.now)).at == hands.now)
        #expect(try list.entries(options: EntriesOptions(now: hands.now)).count == 2)
    }

    @Test func manyTasksRevokeAndCheckAtATime() async throws {
        let verifier = try verifier(revocations)
        let tokens = try (0..<400).map { try token(["jti": .string("t-\($0)")]) }
        let refused = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var refused = 0
                    for token in stride(from: task, to: tokens.count, by: 8).map({ tokens[$0] }) {
                        try revocations.revoke(verifier.verify(token))
                        if code({ () throws(TokenError) in _ = try verifier.verify(token) }) == .jwtRevoked { refused += 1 }
                    }
                    return refused
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refused == 400)
        #expect(try revocations.entries().count == 400)
        #expect(try verifier.verifyMany(tokens).allSatisfy { (try? $0.get()) == nil })
    }
}

/// The error that something throws.
private func failure(_ work: () throws(TokenError) -> Void) -> TokenError? {
    do throws(TokenError) {
        try work()
        return nil
    } catch {
        return error
    }
}

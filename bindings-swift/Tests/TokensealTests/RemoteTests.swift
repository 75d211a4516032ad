import Foundation
import Testing
import Tokenseal

@Suite struct Remote {
    let old = try! Key.generate(.ES256, options: GenerateOptions(keyID: "old"))
    let new = try! Key.generate(.ES256, options: GenerateOptions(keyID: "new"))

    func token(_ key: Key, issuer: String? = nil) throws -> String {
        try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "1h", issuer: issuer))
    }

    /// The first check cannot wait, begins a flight and says so; the keys that it brings serve all
    /// others.
    @Test func coldThenWarm() async throws {
        let (publisher, events) = (Publisher(old), Collected<Event>())
        let set = try publisher.set()
        let verifier = try Verifier(keys: set, onEvent: { events.add($0) })
        let text = try token(old)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(text) } == .jwksUnavailable)
        #expect(events.all == [.refused(code: .jwksUnavailable)])
        try await verifier.ready(timeout: "2m")
        #expect(try verifier.verify(text)["sub"] == "alice")
        #expect(try await verifier.verifyAsync(text, as: [String: JSONValue].self)["sub"] == "alice")
        #expect(try verifier.verifyMany([text, "no token"]).map { (try? $0.get()) != nil } == [true, false])
        #expect(await publisher.requests.count == 1 && set.keys.map(\.keyID) == ["old"])
        #expect(try set.status()["fetched"] == 1)
    }

    /// Many tasks wait for one flight.
    @Test func manyTasksWaitForOneFlight() async throws {
        let publisher = Publisher(old)
        await publisher.hold()
        let verifier = try Verifier(keys: publisher.set())
        let text = try token(old)
        let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { try await verifier.verifyAsync(text)["sub"] == "alice" } }
            await publisher.arrived(1)
            await publisher.release()
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 200)
        #expect(await publisher.requests.count == 1)
    }

    /// A key that is new is fetched once; those that only pretend to have one wait no more than
    /// eight at a time.
    @Test func unknownKeys() async throws {
        let (publisher, events) = (Publisher(old), Collected<Event>())
        let verifier = try Verifier(keys: publisher.set(onEvent: { events.add($0) }))
        try await verifier.ready(timeout: "2m")
        await publisher.publish(new)
        await publisher.hold()
        let text = try token(new)
        let outcomes = await withTaskGroup(of: TokenError.Code?.self) { group in
            for _ in 0..<50 {
                group.addTask { await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }?.code }
            }
            var outcomes: [TokenError.Code?] = []
            for await one in group {
                outcomes.append(one)
                // All but eight have their error while the flight is held.
                if outcomes.count == 42 { await publisher.release() }
            }
            return outcomes
        }
        #expect(outcomes.prefix(42).allSatisfy { $0 == .jwksNoMatchingKey } && outcomes.suffix(8).allSatisfy { $0 == nil })
        #expect(await publisher.requests.count == 2)
        #expect(events.all.contains(.rotated(added: ["new"], removed: ["old"])))
        #expect(try verifier.verify(text).keyID == "new")
    }

    /// A cancelled task no longer waits; the flight goes on for others.
    @Test func cancellation() async throws {
        let publisher = Publisher(old)
        await publisher.hold()
        let verifier = try Verifier(keys: publisher.set())
        let text = try token(old)
        let waiting = Task { await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) } }
        let readying = Task { await error { () async throws(TokenError) in try await verifier.ready(timeout: "2m") } }
        let many = Task { try await verifier.verifyManyAsync([text, text]) }
        await publisher.arrived(1)
        waiting.cancel()
        readying.cancel()
        many.cancel()
        #expect(await waiting.value?.code == .jwksUnavailable)
        #expect(await readying.value?.code == .jwksUnavailable)
        #expect(try await many.value.allSatisfy { (try? $0.get()) == nil })
        await publisher.release()
        #expect(try await verifier.verifyAsync(text)["sub"] == "alice")
        #expect(await publisher.requests.count == 1)
    }

    /// A client that never answers and cannot be cancelled is given up on.
    @Test func deadline() async throws {
        let publisher = Publisher(old)
        await publisher.hold()
        let set = try publisher.set(RemoteKeySetOptions(timeout: "1s"))
        let verifier = try Verifier(keys: set)
        let text = try token(old)
        #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }?.code == .jwksUnavailable)
        try await set.landed()
        #expect(try set.status()["last_failure"] == "timeout")
        // What comes late is ignored.
        await publisher.release()
        #expect(set.keys.isEmpty)
    }

    /// A check that finds its keys due goes on, and they are fetched in the meantime.
    @Test func refresh() async throws {
        let (publisher, clock) = (Publisher(old), SetClock())
        let set = try publisher.set(clock: { clock.now })
        let verifier = try Verifier(keys: set)
        try await verifier.ready(timeout: "2m")
        let text = try token(old)
        clock.advance(550)
        #expect(try set.status()["state"] == "due")
        #expect(try verifier.verify(text).keyID == "old")
        await publisher.arrived(2)
        while try set.status()["fetched"] != 2 { await Task.yield() }
        #expect(try set.status()["state"] == "fresh")
    }

    @Test func snapshots() async throws {
        let publisher = Publisher(old)
        let set = try publisher.set()
        #expect(code { () throws(TokenError) in _ = try set.snapshot(signingWith: Samples.hmac) } == .jwksUnavailable)
        try await set.ready(timeout: "2m")
        let options = RemoteKeySetOptions(snapshot: try set.snapshot(signingWith: Samples.hmac))
        let cold = try RemoteKeySet(url: publisher.url, options: options, snapshotKey: Samples.hmac, client: publisher.client)
        #expect(try Verifier(keys: cold).verify(token(old)).keyID == "old")
        #expect(await publisher.requests.count == 1)
        let other = try Key.generate(.HS256)
        #expect(code { () throws(TokenError) in _ = try RemoteKeySet(url: publisher.url, options: options, snapshotKey: other) } != nil)
    }

    @Test func discovery() async throws {
        let publisher = Publisher(old)
        let verifier = try Verifier.forIssuer("https://issuer.example", client: publisher.client)
        try await verifier.ready(timeout: "2m")
        #expect(try verifier.verify(token(old, issuer: "https://issuer.example")).keyID == "old")
        let other = try token(old, issuer: "https://other.example")
        #expect(code { () throws(TokenError) in _ = try verifier.verify(other) } == .jwtClaimMismatch)
    }

    @Test func encryptionKeys() async throws {
        let key = try Key.generate(.ECDH_ES_A256KW)
        let publisher = Publisher(key)
        let issuer = try Issuer(signingKey: old, encryptionKey: publisher.set(), options: IssuerOptions(lifetime: "1h"))
        #expect(code { () throws(TokenError) in _ = try issuer.issue(["sub": "alice"]) } == .jwksUnavailable)
        let text = try await issuer.issueAsync(["sub": "alice"])
        #expect(try unseal(text, decryptWith: key, verifyWith: old.publicKey)["sub"] == "alice")
        #expect(try inspectUnverified(issuer.issue(["sub": "alice"])).kind == .nested)
        #expect(await publisher.requests.count == 1)
        let other = Publisher(old)
        let unfit = try Issuer(signingKey: old, encryptionKey: other.set(), options: IssuerOptions(lifetime: "1h"))
        #expect(await error { () async throws(TokenError) in _ = try await unfit.issueAsync(["sub": "alice"]) }?.code == .jwksNoMatchingKey)
    }

    /// Frozen clocks, back-off and failures: `ready` ends, and says what there is to say.
    @Test func readyEnds() async throws {
        let publisher = Publisher(old)
        await publisher.fail(RemoteKeySet.Failure.tls)
        let clock = SetClock()
        let set = try publisher.set(clock: { clock.now })
        #expect(await error { () async throws(TokenError) in try await set.ready(timeout: 1) }?.code == .jwksUnavailable)
        try await set.landed()
        #expect(try set.status()["last_failure"] == "tls")
        for length in ["soon", "-1s", "1.5s"] as [Length] {
            #expect(await error { () async throws(TokenError) in try await set.ready(timeout: length) }?.code == .optionInvalid)
        }
    }
}

@Suite struct RemoteHeaders {
    struct Unlucky: Error {}

    let key = try! Key.generate(.ES256)

    /// The caller's headers go along, but not in place of the core's, and not to a host that only
    /// the issuer has named.
    @Test func goWhereTheyBelong() async throws {
        let publisher = Publisher(key)
        let headers: RemoteKeySet.Headers = { ["Authorization": "Bearer sesame", "Accept": "text/html"] }
        let set = try RemoteKeySet(
            options: RemoteKeySetOptions(issuer: "https://issuer.example", timeout: "1m"), headers: headers, client: publisher.client)
        let verifier = try Verifier(keys: set)
        try await verifier.ready(timeout: "2m")
        let requests = await publisher.requests
        #expect(requests.map(\.url) == ["https://issuer.example/.well-known/openid-configuration", "https://keys.example/jwks.json"])
        #expect(requests.map { $0.headers["Authorization"] } == ["Bearer sesame", nil])
        #expect(requests.allSatisfy { $0.headers["Accept"] == nil && $0.headers["accept"] != "text/html" && $0.headers["accept"] != nil })
        var dumped = ""
        dump(requests, to: &dumped)
        dump(verifier, to: &dumped)
        #expect(!"\(requests) \(String(reflecting: requests)) \(dumped)".contains("sesame"))
    }

    /// What the caller's functions throw is the cause of the error, and none of it is in the
    /// message.
    @Test func causes() async throws {
        let publisher = Publisher(key)
        let text = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "1h"))
        let set = try publisher.set(headers: { throw Unlucky() })
        let verifier = try Verifier(keys: set)
        let thrown = await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }
        #expect(thrown?.code == .jwksUnavailable && thrown?.cause is Unlucky)
        #expect(await publisher.requests.isEmpty)
        #expect(try set.status()["last_failure"] == "connect")

        await publisher.fail(Unlucky())
        let other = try Verifier(keys: publisher.set())
        let failed = await error { () async throws(TokenError) in _ = try await other.verifyAsync(text) }
        #expect(failed?.cause is Unlucky && failed == TokenError(code: .jwksUnavailable, message: failed?.message ?? ""))
    }

    /// A header cannot bring others with it.
    @Test func areOneLine() async throws {
        for headers in [["X": "a\r\nHost: evil.example"], ["X\nY": "a"], ["X": "a\n"], ["X": "\0"]] {
            let publisher = Publisher(key)
            let set = try publisher.set(headers: { headers })
            #expect(await error { () async throws(TokenError) in try await set.ready(timeout: 1) }?.code == .jwksUnavailable)
            try await set.landed()
            #expect(await publisher.requests.isEmpty)
        }
    }

    #if os(Linux)
    @Test func challengesAreOfApple() {
        let call = { () throws(TokenError) in
            _ = try RemoteKeySet(url: "https://issuer.example", onChallenge: { _ in (.performDefaultHandling, nil) })
        }
        #expect(code(call) == .optionInvalid)
    }
    #endif
}

import Foundation
import Operations
import Testing
import Tokenseal

private let issuer = "https://issuer.example"
private let key = try! Key.generate(.HS256)

private func token(_ id: String) throws -> String {
    try sign(["jti": id], with: key, options: SignOptions(expiresIn: "10m", issuer: issuer))
}

/// One server of a service: a list that it follows, and a verifier that has it.
private struct Instance {
    let list: Revocations
    let verifier: Verifier

    init(_ store: any RevocationStore, _ options: StoreOptions = StoreOptions(namespace: "test", create: true)) throws {
        list = try Revocations.redis(store, options: options)
        verifier = try Verifier(keys: key, expecting: VerifierOptions(issuer: issuer), revocations: list)
    }

    func refused(_ token: String) async -> TokenError.Code? {
        do throws(TokenError) {
            _ = try await verifier.verifyAsync(token)
            return nil
        } catch {
            return error.code
        }
    }

    func revocation(_ id: String) async -> TokenError.Code? {
        do throws(TokenError) {
            try await list.revokeIDAsync(id, issuer: issuer)
            return nil
        } catch {
            return error.code
        }
    }

    /// Whether a token is eventually refused for this reason.
    func becomes(_ code: TokenError.Code?, _ token: String) async throws -> Bool {
        for _ in 0..<3000 {
            if await refused(token) == code { return true }
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        return false
    }
}

/// Lists of revocations that servers share in Redis or Valkey, with real servers.
@Suite(.serialized) struct RemoteStores {
    @Test(arguments: ["redis", "valkey"]) func whatOneRevokesAllRefuse(_ kind: String) async throws {
        let stores = try Stores()
        let port = try stores.start(kind).port
        let (one, other) = (try Instance(SmallClient(port: port)), try Instance(SmallClient(port: port)))
        let token = try token("t")
        #expect(await one.refused(token) == nil)
        let entry = try await one.list.revokeIDAsync("t", issuer: issuer, options: RevokeOptions(by: "api"))
        #expect(entry.by == "api")
        #expect(await one.refused(token) == .jwtRevoked)
        #expect(try await other.becomes(.jwtRevoked, token))
        try await other.list.withdrawAsync(entry)
        #expect(await other.refused(token) == nil)
        #expect(try await one.becomes(nil, token))
        try await one.list.revokeAsync(await one.verifier.verifyAsync(token))
        #expect(try await other.becomes(.jwtRevoked, token))
        let told = try Told.logout(issuer, ["sid": "s"])
        #expect(try await one.list.applyEventsAsync(told).map(\.kind) == [.session])
        #expect(code { () throws(TokenError) in try one.list.applyEvents(told) } == .optionInvalid)
        let results = try await other.verifier.verifyManyAsync([token, Tokenseal.sign(["jti": "u"], with: key, options: SignOptions(expiresIn: 60, issuer: issuer))])
        #expect(results.map { (try? $0.get()) != nil } == [false, true])
        withExtendedLifetime(stores) {}
    }

    /// A long connection, whose token is revoked by another server.
    @Test(arguments: ["redis", "valkey"], [false, true]) func aTokenInUseIsFoundRevoked(_ kind: String, strict: Bool) async throws {
        let stores = try Stores()
        let port = try stores.start(kind).port
        let options = StoreOptions(namespace: "test", create: true, strict: strict)
        let (one, other) = (try Instance(SmallClient(port: port), options), try Instance(SmallClient(port: port), options))
        let text = try token("t")
        let accepted = try await other.verifier.verifyAsync(text)
        try await other.verifier.stillValidAsync(accepted)
        #expect(code { () throws(TokenError) in try other.verifier.stillValid(accepted) } == (strict ? .optionInvalid : nil))
        // A server that has read nothing yet waits for the list, or begins to read it, which may
        // finish at once.
        let fresh = try Instance(SmallClient(port: port), options)
        let begun = code { () throws(TokenError) in try fresh.verifier.stillValid(accepted) }
        #expect(strict ? begun == .optionInvalid : begun == nil || begun == .jwtRevocationUnavailable)
        try await fresh.verifier.stillValidAsync(accepted)
        try await one.list.revokeIDAsync("t", issuer: issuer)
        var found: TokenError.Code?
        for attempt in 0..<3000 where found == nil {
            found = await error { () async throws(TokenError) in try await other.verifier.stillValidAsync(accepted) }?.code
            #expect(!strict || attempt == 0)
            if found == nil { try await Task.sleep(nanoseconds: 10_000_000) }
        }
        #expect(found == .jwtRevoked)
        withExtendedLifetime(stores) {}
    }

    @Test(arguments: ["redis", "valkey"]) func anAdministratorFindsAnEntryAndTakesItBack(_ kind: String) async throws {
        let stores = try Stores()
        let (id, port) = try stores.start(kind)
        let (one, other) = (try Instance(SmallClient(port: port)).list, try Instance(SmallClient(port: port)).list)
        #expect(try await one.entriesAsync().isEmpty)
        let subject = try await one.revokeSubjectAsync("alice", issuer: issuer, options: RevokeOptions(by: "support", reason: "lost phone"))
        let key = try await one.revokeKeyAsync("k-1", issuer: nil, options: RevokeOptions(by: "ops"))
        #expect(try await other.entriesAsync() == [subject, key])
        let found = try await other.entriesAsync(options: EntriesOptions(issuer: issuer, subject: "alice"))
        #expect(found == [subject])
        try await other.withdrawAsync(found[0], options: RevokeOptions(by: "admin"))
        let again = try await one.entriesAsync(options: EntriesOptions(issuer: issuer, subject: "alice"))
        #expect(again.map(\.by) == ["support"] && again.map(\.withdrawn?.by) == ["admin"])
        #expect(code { () throws(TokenError) in _ = try one.entries() } == .optionInvalid)

        try stores.ask(.object([("pause", Json(id))]))
        let began = ProcessInfo.processInfo.systemUptime
        do throws(TokenError) {
            _ = try await one.entriesAsync()
            Issue.record("a store that is stopped has listed something")
        } catch {
            #expect(error.code == .jwtRevocationUnavailable)
        }
        #expect(ProcessInfo.processInfo.systemUptime - began < 8)
        try stores.ask(.object([("resume", Json(id))]))
        withExtendedLifetime(stores) {}
    }

    @Test func aListOfSeveralPagesIsListedInItsOrder() async throws {
        let stores = try Stores()
        let list = try Instance(SmallClient(port: try stores.start("redis").port)).list
        var made: [String] = []
        for number in 0..<1100 { made.append(try await list.revokeIDAsync("\(number)", issuer: issuer).id) }
        #expect(try await list.entriesAsync().map(\.id) == made)
        withExtendedLifetime(stores) {}
    }

    @Test func whoNeverWaitsIsRefusedUntilItWasRead() async throws {
        let stores = try Stores()
        let instance = try Instance(SmallClient(port: try stores.start("redis").port))
        let token = try token("t")
        #expect(code { () throws(TokenError) in _ = try instance.verifier.verify(token) } == .jwtRevocationUnavailable)
        try await instance.verifier.ready()
        #expect(code { () throws(TokenError) in _ = try instance.verifier.verify(token) } == nil)
        #expect(code { () throws(TokenError) in try instance.list.revokeID("t", issuer: issuer) } == .optionInvalid)
        withExtendedLifetime(stores) {}
    }

    @Test func aStrictListIsReadForEveryCheck() async throws {
        let stores = try Stores()
        let port = try stores.start("valkey").port
        let options = StoreOptions(namespace: "test", create: true, strict: true)
        let (one, other) = (try Instance(SmallClient(port: port), options), try Instance(SmallClient(port: port), options))
        for number in 0..<10 {
            #expect(await one.revocation("t-\(number)") == nil)
            #expect(await other.refused(try token("t-\(number)")) == .jwtRevoked)
        }
        // A check that never waits is not possible.
        let fine = try token("fine")
        #expect(code { () throws(TokenError) in _ = try other.verifier.verify(fine) } == .optionInvalid)
        withExtendedLifetime(stores) {}
    }

    @Test func nobodyMakesAListByMistake() async throws {
        let stores = try Stores()
        let port = try stores.start("redis").port
        let one = try Instance(SmallClient(port: port), StoreOptions(namespace: "test"))
        #expect(await one.refused(try token("t")) == .jwtRevocationUnavailable)
        #expect(await one.revocation("t") == .jwtRevocationUnavailable)
        try await Instance(SmallClient(port: port)).verifier.ready()
        #expect(try await one.becomes(nil, token("t")))
        withExtendedLifetime(stores) {}
    }

    /// Nothing hangs, nothing acknowledged is lost, and everything recovers by itself.
    @Test(arguments: [("pause", "resume"), ("stop", "restart")]) func faults(_ fault: String, _ end: String) async throws {
        let stores = try Stores()
        let (id, port) = try stores.start("valkey")
        let (one, other) = (try Instance(SmallClient(port: port)), try Instance(SmallClient(port: port)))
        #expect(await one.revocation("old") == nil)
        #expect(try await other.becomes(.jwtRevoked, token("old")))
        try stores.ask(.object([(fault, Json(id))]))
        try await Task.sleep(nanoseconds: 1_500_000_000)
        let began = ProcessInfo.processInfo.systemUptime
        for _ in 0..<3 { #expect(await other.refused(try token("fine")) == .jwtRevocationUnavailable) }
        #expect(await one.revocation("new") == .jwtRevocationUnavailable)
        // Each of them waits for at most its time limit plus one second.
        #expect(ProcessInfo.processInfo.systemUptime - began < 20)
        try stores.ask(.object([(end, Json(id))]))
        for instance in [one, other] {
            #expect(try await instance.becomes(nil, token("fine")))
            #expect(try await instance.becomes(.jwtRevoked, token("old")))
        }
        #expect(await one.revocation("newer") == nil)
        #expect(try await other.becomes(.jwtRevoked, token("newer")))
        withExtendedLifetime(stores) {}
    }

    /// What the caller's own store throws is the cause of the error.
    @Test func aStoreThatThrows() async throws {
        struct Own: Error {}
        struct Throwing: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Own() }
        }
        struct Wrong: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { [.list([.null, .integer(1)]), .error("ERR own")] }
        }
        let list = try Instance(Throwing()).list
        do throws(TokenError) {
            try await list.revokeIDAsync("t", issuer: nil)
            Issue.record("nothing took it")
        } catch {
            #expect(error.code == .jwtRevocationUnavailable && error.cause is Own)
        }
        #expect(try await Instance(Wrong()).revocation("t") == .jwtRevocationUnavailable)
        #expect(try await Instance(Wrong()).refused(token("t")) == .jwtRevocationUnavailable)
    }
}

import Foundation
import Operations
import Testing
import Tokenseal

private let program = ProcessInfo.processInfo.environment["TOKENSEAL_HOSTILE_SERVER"]
/// Time limits are real in the soak: the default, which is this.
private let isSoak = ProcessInfo.processInfo.environment["TOKENSEAL_SOAK"] != nil
private let limit = Duration.seconds(5)

/// A set fetches from a server that does everything wrong that a server can.
@Suite(.serialized, .enabled(if: program != nil)) struct Hostile {
    let server: HostileServer
    let token: String

    init() throws {
        server = try HostileServer(#require(program))
        token = try sign(["sub": "alice"], with: goodKey(), options: SignOptions(expiresIn: "1h"))
    }

    /// Those that end by themselves.
    @Test func behaviours() async throws {
        let quick = try Behaviour.all(server).filter { !$0.isRealTime }
        #expect(quick.count >= 30)
        await check(quick)
    }

    /// Those that only a time limit ends.
    @Test func endlessBehaviours() async throws {
        let endless = try Behaviour.all(server).filter(\.isRealTime)
        #expect(!endless.isEmpty)
        await check(endless)
    }

    /// A few at a time: a process has no more flights than that.
    private func check(_ behaviours: [Behaviour]) async {
        var rest = behaviours[...]
        await withTaskGroup(of: Void.self) { group in
            for behaviour in rest.prefix(6) { group.addTask { await check(behaviour) } }
            rest = rest.dropFirst(6)
            for await _ in group {
                guard let behaviour = rest.popFirst() else { continue }
                group.addTask { await check(behaviour) }
            }
        }
    }

    private func check(_ behaviour: Behaviour) async {
        do {
            // For IPv6, if the machine has none.
            guard let address = behaviour.address else { return }
            try await check(behaviour, address)
        } catch {
            Issue.record("\(behaviour.name): \(error)")
        }
    }

    private func check(_ behaviour: Behaviour, _ address: String) async throws {
        let url = "\(address)/s/\(behaviour.name)\(behaviour.path)"
        var options = RemoteKeySetOptions(allowHttp: !behaviour.isTLS)
        // One second if it must elapse, and the default in the soak.
        if !behaviour.isRealTime { options.timeout = "1m" } else if !isSoak { options.timeout = "1s" }
        options.allowedHosts = behaviour.allowedHosts
        if behaviour.isMetadata { options.issuer = url }
        let set = try RemoteKeySet(url: behaviour.isMetadata ? nil : url, options: options)
        let verifier = try Verifier(keys: set)
        let began = ContinuousClock.now
        let refused = await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(token) }
        let taken = ContinuousClock.now - began
        try await set.landed()
        let status = try set.status()
        let isReady = status["state"] == "fresh"
        let failure = status["last_failure"]?.string
        if isSoak && failure == "timeout" { #expect(taken >= limit && taken < limit * 2, "\(behaviour.name): over after \(taken)") }
        // The test's own CA cannot be given on Linux: all that can be tested is that every
        // connection to it fails.
        let (outcomes, failures) = behaviour.isTLS ? (["unavailable"], behaviour.failures + ["tls"]) : (behaviour.outcomes, behaviour.failures)
        #expect(outcomes.contains(isReady ? "ready" : "unavailable"), "\(behaviour.name): \(failure ?? "ready")")
        if isReady {
            // The one whose keys change may have another by now.
            #expect(refused == nil || behaviour.name == "kid-reused", "\(behaviour.name): \(refused.map { "\($0)" } ?? "")")
            if let expected = behaviour.freshFor, let left = status["expires_in"]?.number, let age = status["age"]?.number {
                #expect(abs(left + age - expected) < 1.5, "\(behaviour.name): fresh for \(left + age)")
            }
        } else if !isReady {
            #expect(failures.contains(failure ?? ""), "\(behaviour.name): \(failure ?? "no failure")")
            #expect(refused?.code == .jwksUnavailable, "\(behaviour.name): \(refused?.code.rawValue ?? "accepted")")
        }
        if behaviour.name.hasPrefix("redirect-") {
            #expect(try await !server.paths(behaviour.name).contains { $0.hasPrefix("/b/ok/") }, "\(behaviour.name) was followed")
        }
    }
}

/// The private half of the key that good paths serve.
private func goodKey() throws -> Key {
    let file = try #require(Json(parsing: Data(contentsOf: repository.appendingPathComponent("tests/vectors/jws_algorithms.json"))))
    let keys = (file["groups"]?.array ?? []).flatMap { $0["keys"]?["keys"]?.array ?? [] }
    let key = try #require(keys.first { $0["alg"] == "ES256" && $0["d"] != nil })
    return try Key(jwk: key.description).withKeyID("good-1")
}

import Foundation
import Testing
import Tokenseal

@Suite struct Issuers {
    let a = try! Key.generate(.ES256, options: GenerateOptions(keyID: "a"))
    let b = try! Key.generate(.EdDSA, options: GenerateOptions(keyID: "b"))

    func token(_ key: Key, _ issuer: String) throws -> String {
        try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "1h", issuer: issuer))
    }

    func verifier(_ set: RemoteKeySet, _ issuer: String) throws -> Verifier {
        try Verifier(keys: set, expecting: VerifierOptions(issuer: issuer))
    }

    /// Each set is fetched once for all the tokens that need it, and one may serve two issuers.
    @Test func manyTokensOfManyIssuers() async throws {
        let (first, second) = (Publisher(a), Publisher(b))
        let shared = try first.set()
        let members = try [verifier(shared, "https://a.example"), verifier(shared, "https://c.example"), verifier(second.set(), "https://b.example")]
        let events = Collected<Event>()
        let all = try Verifier.byIssuer(members, onEvent: { events.add($0) })
        let tokens = try (0..<30).map { turn in
            switch turn % 3 {
            case 0: try token(a, "https://a.example")
            case 1: try token(b, "https://b.example")
            default: try token(b, "https://a.example")
            }
        }
        let cold = try all.verifyMany(tokens)
        #expect(cold.allSatisfy { (try? $0.get()) == nil })
        let results = try await all.verifyManyAsync(tokens)
        for (turn, result) in results.enumerated() {
            if turn % 3 == 2 {
                #expect(throws: TokenError.self) { try result.get() }
            } else {
                #expect(try result.get().keyID == (turn % 3 == 0 ? "a" : "b"))
            }
        }
        #expect(await second.requests.count == 1)
        #expect(events.all.contains(.refused(code: .jwksNoMatchingKey)))
    }

    /// Issuers come and go while tokens are checked.
    @Test func additionsAndRemovals() async throws {
        let (first, second) = (Publisher(a), Publisher(b))
        let all = try Verifier.byIssuer([verifier(first.set(), "https://a.example")])
        let (ofA, ofB) = (try token(a, "https://a.example"), try token(b, "https://b.example"))
        #expect(await error { () async throws(TokenError) in _ = try await all.verifyAsync(ofB) }?.code == .jwtClaimMismatch)
        try all.add(verifier(second.set(), "https://b.example"))
        try await all.ready(timeout: "2m")
        #expect(try all.verify(ofB).keyID == "b" && all.verify(ofA).keyID == "a")
        #expect(try all.remove(issuer: "https://a.example"))
        #expect(try !all.remove(issuer: "https://a.example"))
        #expect(code { () throws(TokenError) in _ = try all.verify(ofA) } == .jwtClaimMismatch)
        #expect(try all.verify(ofB).keyID == "b")

        let plain = try Verifier(keys: a.publicKey)
        #expect(code { () throws(TokenError) in try all.add(plain) } == .optionInvalid)
        #expect(code { () throws(TokenError) in try plain.add(all) } == .optionInvalid)
        #expect(code { () throws(TokenError) in _ = try plain.remove(issuer: "https://a.example") } == .optionInvalid)
    }

    /// Hundreds of tasks check, while others add and remove the issuers of their tokens.
    @Test func manyTasks() async throws {
        let publisher = Publisher(a)
        let set = try publisher.set()
        let all = try Verifier.byIssuer([verifier(set, "https://0.example")])
        try await all.ready(timeout: "2m")
        let tokens = try (0..<20).map { try token(a, "https://\($0).example") }
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<200 {
                let issuer = "https://\(task % 19 + 1).example"
                group.addTask {
                    do throws(TokenError) {
                        switch task % 3 {
                        case 0: try all.add(Verifier(keys: set, expecting: VerifierOptions(issuer: issuer)))
                        case 1: _ = try all.remove(issuer: issuer)
                        default: _ = try await all.verifyAsync(tokens[task % 20])
                        }
                    } catch {
                        #expect(error.code == .jwtClaimMismatch || error.code == .optionInvalid)
                    }
                }
            }
        }
        #expect(try all.verify(tokens[0]).keyID == "a")
        #expect(await publisher.requests.count == 1)
    }

    /// Refusals are reported, even by a verifier whose keys are at hand.
    @Test func events() async throws {
        let events = Collected<Event>()
        let verifier = try Verifier(keys: a.publicKey, onEvent: { events.add($0) })
        _ = try verifier.verify(sign(["sub": "alice"], with: a, options: SignOptions(expiresIn: 60)))
        #expect(events.all.isEmpty)
        #expect(code { () throws(TokenError) in _ = try verifier.verify("no token") } == .jwtInvalid)
        _ = try await verifier.verifyManyAsync(["no token"])
        #expect(events.all == [.refused(code: .jwtInvalid), .refused(code: .jwtInvalid)])
        try await verifier.ready()
    }
}

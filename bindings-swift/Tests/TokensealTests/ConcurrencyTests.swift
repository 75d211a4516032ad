import Foundation
import Testing
import Tokenseal

// One after the other, since they measure the memory of the whole process.
@Suite(.serialized) struct Concurrency {
    /// Ten thousand checks of good and bad tokens in many tasks, with one verifier.
    @Test func manyTasks() async throws {
        let key = try Key.generate(.HS256)
        let verifier = try Verifier(keys: key, expecting: VerifierOptions(audience: "https://api.example"))
        let good = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "1h", audience: "https://api.example"))
        let bad = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: "1h", audience: "https://other.example"))
        let accepted = await withTaskGroup(of: Int.self) { group in
            for task in 0..<100 {
                group.addTask {
                    (0..<100).reduce(0) { count, turn in
                        let token = (task + turn).isMultiple(of: 2) ? good : bad
                        do throws(TokenError) {
                            return try verifier.verify(token)["sub"] == "alice" ? count + 1 : count + 1_000_000
                        } catch {
                            return error.code == .jwtClaimMismatch ? count : count + 1_000_000
                        }
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(accepted == 5000)
    }

    #if os(Linux)
    /// What is made is freed: leaked memory grows with each round, memory that the allocator holds
    /// on to stops growing.
    @Test func nothingIsKept() throws {
        let long = String(repeating: "x", count: 2000)
        let key = try Key.generate(.HS256)
        let token = try sign(["sub": "alice", "text": long], with: key, options: SignOptions(expiresIn: "1h"))
        let verifier = try Verifier(keys: key)
        let round = { () throws(TokenError) in
            for _ in 0..<2000 {
                _ = try verifier.verify(token)
                _ = code { () throws(TokenError) in _ = try verifier.verify(String(token.dropLast(9)) + "AAAAAAAAA") }
                let another = try Key.generate(.HS256)
                let set = KeySet([key, another])
                _ = try Verifier(keys: set, expecting: VerifierOptions(issuer: long, allowMissingExp: true))
                _ = try Issuer(signingKey: another, options: IssuerOptions(issuer: long, lifetime: 60)).issue([String: String]())
                _ = try verify(token, with: set)
            }
        }
        try round()
        var grown: [Int] = []
        for _ in 0..<8 {
            let before = residentPages()
            try round()
            grown.append(residentPages() - before)
            // 4 MiB; what every turn of a round kept would be 12 MiB or more.
            if let last = grown.last, last < 1024 { return }
        }
        Issue.record("each round kept so many pages: \(grown)")
    }

    private func residentPages() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
    }
    #endif
}

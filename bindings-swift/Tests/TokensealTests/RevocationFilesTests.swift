import Foundation
import Testing
import Tokenseal

private let issuer = "https://issuer.example"

/// Lists of revocations in a file.
@Suite struct RevocationFiles {
    let key = try! Key.generate(.ES256)
    let path: String
    let made = FileOptions(create: true, longestLifetime: "15m")

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        path = folder.appendingPathComponent("revoked.log").path
    }

    func verifier(_ list: Revocations) throws -> Verifier {
        try Verifier(keys: key.publicKey, expecting: VerifierOptions(issuer: issuer), revocations: list)
    }

    func token(_ id: String) throws -> String {
        try sign(["jti": id], with: key, options: SignOptions(expiresIn: "10m", issuer: issuer))
    }

    func refusal(_ token: String, by verifier: Verifier) -> TokenError.Code? { code { () throws(TokenError) in _ = try verifier.verify(token) } }

    /// Whether it is eventually so: others look a moment later.
    func isSoAtLast(_ isSo: () -> Bool) async throws -> Bool {
        for _ in 0..<200 {
            if isSo() { return true }
            try await Task.sleep(nanoseconds: 50_000_000)
        }
        return false
    }

    @Test func twoThatHaveOneFileSeeEachOther() async throws {
        let (one, other) = (try Revocations.file(path, options: made), try Revocations.file(path))
        let (first, second) = (try verifier(one), try verifier(other))
        let tokens = try ["t-1", "t-2"].map(token)
        for token in tokens { #expect(refusal(token, by: first) == nil && refusal(token, by: second) == nil) }

        let entry = try one.revoke(first.verify(tokens[0]), options: RevokeOptions(by: "api", reason: "log-out"))
        try other.revokeID("t-2", issuer: issuer)
        #expect(try await isSoAtLast { refusal(tokens[0], by: second) == .jwtRevoked && refusal(tokens[1], by: first) == .jwtRevoked })

        let asked = EntriesOptions(issuer: issuer, tokenID: "t-1")
        let seen = try #require(try other.entries(options: asked).first)
        #expect(seen.id == entry.id && seen.by == "api" && seen.reason == "log-out" && seen.withdrawn == nil)
        try other.withdraw(seen, options: RevokeOptions(by: "support", reason: "mistaken"))
        #expect(try await isSoAtLast { refusal(tokens[0], by: first) == nil && refusal(tokens[1], by: second) == .jwtRevoked })
        let withdrawn = try #require(try one.entries(options: asked).first?.withdrawn)
        #expect(withdrawn.by == "support" && withdrawn.reason == "mistaken")
        #expect(try one.status()["kept"] == "log" && one.entries().count == 2)
    }

    @Test func aFileThatIsNotThereIsNoEmptyList() throws {
        #expect(code { () throws(TokenError) in _ = try Revocations.file(path) } == .jwtRevocationUnavailable)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(code { () throws(TokenError) in _ = try Revocations.file(path + "/no/folder", options: made) } == .jwtRevocationUnavailable)
    }

    @Test func createOpensWhatIsThere() throws {
        try Revocations.file(path, options: made).revokeKey("k-1", issuer: nil)
        #expect(try Revocations.file(path, options: made).entries().count == 1)
        let longer = FileOptions(create: true, longestLifetime: "16m")
        #expect(code { () throws(TokenError) in _ = try Revocations.file(path, options: longer) } == .optionInvalid)
    }

    @Test func aFileThatIsDeletedIsNoticed() async throws {
        let list = try Revocations.file(path, options: made)
        let verifier = try verifier(list)
        try list.revokeID("t-1", issuer: issuer)
        try FileManager.default.removeItem(atPath: path)
        let token = try token("t-2")
        #expect(try await isSoAtLast { refusal(token, by: verifier) == .jwtRevocationUnavailable })
    }

    @Test func itsCallsHaveAFormThatWaits() async throws {
        let list = try Revocations.file(path, options: made)
        let token = try verifier(list).verify(token("t-1"))
        var ids = [try await list.revokeAsync(token).id]
        ids.append(try await list.revokeIDAsync("t-2", issuer: issuer).id)
        ids.append(try await list.revokeSessionAsync("s", issuer: issuer).id)
        ids.append(try await list.revokeSubjectAsync("alice", issuer: issuer).id)
        ids.append(try await list.revokeKeyAsync("k", issuer: nil).id)
        ids.append(try await list.revokeIssuerAsync(issuer).id)
        #expect(try list.entries().map(\.id) == ids)
        let told = try Told.logout(issuer, ["sid": "s"])
        #expect(try await list.applyEventsAsync(told, options: EventOptions(by: "provider")).map(\.id) == [ids[2]])
        #expect(try await list.withdrawAsync(id: ids[1]).id == ids[1])
        do throws(TokenError) {
            try await list.withdrawAsync(id: ids[1])
            Issue.record("it was withdrawn twice")
        } catch {
            #expect(error.code == .optionInvalid)
        }
    }
}

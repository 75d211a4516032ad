import Foundation
import Testing
import Tokenseal

/// Rings in a file.
@Suite struct RingFiles {
    let hands = Hands()
    let wrapping = try! Key.generate(.A256KW)
    let alice = ["sub": "alice"]
    let folder: URL
    let path: String
    let ring: KeyRing

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        path = folder.appendingPathComponent("keys.ring").path
        ring = try KeyRing.create(.ES256, clock: hands.clock)
        try ring.save(path, protectWith: wrapping)
    }

    func open(_ keys: any Keys) throws(TokenError) -> KeyRing { try KeyRing.open(path, protectWith: keys, clock: hands.clock) }

    func issue() throws -> String {
        try Issuer(signingKey: ring, options: IssuerOptions(lifetime: "15m"), clock: hands.clock).issue(alice)
    }

    func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    /// Replaces the ring's file, like someone who restores a backup.
    func replace(_ bytes: Data) throws {
        let manager = FileManager.default
        try manager.removeItem(atPath: path)
        #expect(manager.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600]))
    }

    /// Changes by others are seen a moment later.
    func later() { hands.now += 1 }

    @Test func othersSeeWhatOneChanges() throws {
        let other = try open([Key.generate(.A256KW), wrapping])
        let (verifier, token) = (try Verifier(keys: other, clock: hands.clock), try issue())
        #expect(try verifier.verify(token)["sub"] == "alice")
        try ring.revoke(ring.keys()[0].keyID)
        later()
        #expect(code { () throws(TokenError) in _ = try verifier.verify(token) } == .jwksNoMatchingKey)
        #expect(try other.status() == ring.status())
        for _ in 0..<2 { hands.now = try #require(try other.advance().next) }
        #expect(try Verifier(keys: ring, clock: hands.clock).verify(issue()).keyID == other.signingKey().keyID)
    }

    @Test func nothingIsOverwritten() throws {
        let (before, fresh) = (try bytes(), try KeyRing.create(.ES256))
        #expect(code { () throws(TokenError) in try fresh.save(path, protectWith: wrapping) } == .optionInvalid)
        #expect(code { () throws(TokenError) in try ring.save(path + ".again", protectWith: wrapping) } == .optionInvalid)
        #expect(code { () throws(TokenError) in try fresh.save(path + "/none/keys.ring", protectWith: wrapping) } == .keyringUnavailable)
        #expect(code { () throws(TokenError) in try fresh.save(path + ".new", protectWith: Samples.hmac) } == .optionInvalid)
        #expect(try bytes() == before)
        #expect(!FileManager.default.fileExists(atPath: path + ".again") && !FileManager.default.fileExists(atPath: path + ".new"))
    }

    @Test func whatCannotBeOpenedStaysAsItIs() throws {
        let (good, other) = (try bytes(), try Key.generate(.A256KW))
        #expect(code { () throws(TokenError) in _ = try open(other) } == .keyringUnavailable)
        #expect(code { () throws(TokenError) in _ = try open(Samples.sealing) } == .optionInvalid)
        #expect(code { () throws(TokenError) in _ = try open(KeySet([])) } == .optionInvalid)
        #expect(code { () throws(TokenError) in _ = try KeyRing.open(path + ".none", protectWith: wrapping) } == .keyringUnavailable)
        #expect(!FileManager.default.fileExists(atPath: path + ".none"))
        for torn in [good.dropLast(), good.prefix(good.count / 2), Data(), Data("no ring".utf8)] {
            try replace(torn)
            #expect(code { () throws(TokenError) in _ = try open(wrapping) } == .keyringUnavailable)
            #expect(try bytes() == torn)
        }
    }

    @Test func aTornFileOrAnOlderOneLeavesWhatIsAtHand() throws {
        let (old, verifier, lost) = (try bytes(), try Verifier(keys: ring, clock: hands.clock), try issue())
        try ring.revoke(ring.keys()[0].keyID)
        let token = try issue()
        for wrong in [old, old.prefix(100)] {
            try replace(wrong)
            later()
            #expect(try verifier.verify(token)["sub"] == "alice")
            #expect(code { () throws(TokenError) in _ = try verifier.verify(lost) } == .jwksNoMatchingKey)
            #expect(try ring.status()["failed"]?["code"] == "ERR_KEYRING_UNAVAILABLE")
            #expect(code { () throws(TokenError) in _ = try ring.advance() } == .keyringUnavailable)
            #expect(try verifier.verify(issue())["sub"] == "alice")
            #expect(try bytes() == wrong)
        }
    }

    @Test func whatAKMSMadeIsReadBeforeTheRingIsOpened() throws {
        #expect(try KeyRing.wrappedKey(path) == nil)
        let (kms, next) = (Data([1, 2, 3]), try Key.generate(.A256KW))
        let other = try open([wrapping, next])
        try ring.rewrap(protectWith: next, wrappedKey: kms)
        #expect(try KeyRing.wrappedKey(path) == kms)
        #expect(code { () throws(TokenError) in _ = try open(wrapping) } == .keyringUnavailable)
        try other.revoke(other.keys()[0].keyID)
        #expect(try KeyRing.wrappedKey(path) == kms)
        #expect(try open(next).status() == other.status())
        #expect(code { () throws(TokenError) in _ = try KeyRing.wrappedKey(path + ".none") } == .keyringUnavailable)
    }

    @Test func manyTasksChangeOneFile() async throws {
        let keys = try (0..<20).map { _ in try Key.generate(.ES256) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<4 {
                group.addTask {
                    let own = try open(wrapping)
                    for key in keys[(part * 5)..<(part * 5 + 5)] { try own.add(key) }
                }
            }
            try await group.waitForAll()
        }
        let kept = try open(wrapping).keys().map(\.keyID)
        #expect(Set(kept).isSuperset(of: keys.compactMap(\.keyID)))
        #expect(try ring.keys().map(\.keyID) == kept)
    }
}

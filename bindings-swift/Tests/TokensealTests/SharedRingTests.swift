import Foundation
import Operations
import Testing
import Tokenseal

private let wrapping = try! Key.generate(.A256KW)

/// One server of a service, which issues and checks with the ring.
private struct Server {
    let ring: KeyRing
    let issuer: Issuer
    let verifier: Verifier

    init(_ ring: KeyRing) throws {
        self.ring = ring
        issuer = try Issuer(signingKey: ring, options: IssuerOptions(lifetime: "5m"))
        verifier = try Verifier(keys: ring)
    }

    static func open(_ port: UInt16, create: KeyRing? = nil) async throws -> Server {
        try Server(await KeyRing.redis(SmallClient(port: port), protectWith: wrapping, create: create, options: RingStoreOptions(namespace: "ring")))
    }

    func signer() throws -> String { try #require(ring.signingKey().keyID) }

    func refused(_ token: String) async -> TokenError.Code? {
        do throws(TokenError) {
            _ = try await verifier.verifyAsync(token)
            return nil
        } catch {
            return error.code
        }
    }
}

/// After this long without a call, the next one has the ring read first.
private func sleep() async throws {
    try await Task.sleep(nanoseconds: 1_200_000_000)
}

/// Key rings that servers share in Redis or Valkey, with real servers.
@Suite(.serialized) struct RemoteRings {
    @Test(arguments: ["redis", "valkey"]) func whatOneRevokesAllRefuse(_ kind: String) async throws {
        let stores = try Stores()
        let port = try stores.start(kind).port
        let error = await failureAsync { _ = try await Server.open(port) }
        #expect(error?.code == .keyringUnavailable)
        let one = try await Server.open(port, create: KeyRing.create(.ES256))
        let other = try await Server.open(port, create: KeyRing.create(.ES256))
        let token = try one.issuer.issue(["sub": "alice"])
        #expect(await one.refused(token) == nil)
        #expect(await other.refused(token) == nil)
        let stolen = try one.signer()
        #expect(code { () throws(TokenError) in try one.ring.revoke(stolen) } == .optionInvalid)
        try await one.ring.revokeAsync(stolen)
        #expect(await one.refused(token) == .jwksNoMatchingKey)
        try await sleep()
        #expect(await other.refused(token) == .jwksNoMatchingKey)
        #expect(try other.signer() == one.signer())
        #expect(await one.refused(try await other.issuer.issueAsync(["sub": "alice"])) == nil)
        #expect(try await one.ring.addAsync(Key.generate(.ES256)).changes.map(\.state) == [.upcoming])
        try await one.ring.rewrapAsync(protectWith: wrapping)
        #expect(try await one.ring.advanceAsync().changes.isEmpty)
        try await sleep()
        try await other.ring.ready()
        #expect(try other.ring.keys().count == 4)
        withExtendedLifetime(stores) {}
    }

    @Test func aListInAStoreIsWrittenFirst() async throws {
        let stores = try Stores()
        let port = try stores.start("redis").port
        let list = try Revocations.redis(SmallClient(port: port), options: StoreOptions(namespace: "list", create: true))
        let one = try await Server.open(port, create: KeyRing.create(.ES256))
        for ring in [one.ring, try KeyRing.create(.ES256)] {
            try ring.useRevocations(list, issuer: "https://issuer.example")
            let signer = try #require(ring.signingKey().keyID)
            #expect(code { () throws(TokenError) in try ring.revoke(signer) } == .optionInvalid)
            try await ring.revokeAsync(signer)
            #expect(try ring.keys()[0].state == .revoked)
        }
        withExtendedLifetime(stores) {}
    }

    /// What the caller's own store throws is the cause of the error.
    @Test func aStoreThatThrows() async throws {
        struct Own: Error {}
        struct Throwing: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Own() }
        }
        let options = RingStoreOptions(namespace: "ring", timeout: "1s")
        let error = await failureAsync { _ = try await KeyRing.redis(Throwing(), protectWith: wrapping, options: options) }
        #expect(error?.code == .keyringUnavailable && error?.cause is Own)
    }
}

import Foundation
import Testing
import Tokenseal

/// Status lists, over a real server wherever the package itself fetches.
@Suite struct RemoteStatusLists {
    let key = try! Key.generate(.ES256, options: GenerateOptions(keyID: "a"))
    let list = try! StatusList(capacity: 1_000, bits: 1)

    /// A token with this index in the list at an address.
    func token(_ index: Int, _ uri: String, issuer: String? = nil) throws -> String {
        try sign(["status": list.claim(uri: uri, index: index)], with: key, options: SignOptions(expiresIn: "1h", issuer: issuer))
    }

    func published(_ uri: String) throws -> String { try list.jwt(signingWith: key, uri: uri, options: StatusTokenOptions(ttl: "5m")) }

    func revoked() throws -> Int {
        let index = try list.allocate()
        try list.set(StatusList.invalid, at: index)
        return index
    }

    /// For keys and lists that a site publishes. Other tests may keep every core busy, so the time
    /// limits are long.
    func verifier(_ site: Site, allows: [String], _ lists: StatusListsOptions = StatusListsOptions(allowHttp: true, timeout: "50s")) throws -> Verifier {
        site.answer("/jwks.json", .body(try KeySet([key]).jwks()))
        let keys = try RemoteKeySet(url: site.address + "/jwks.json", options: RemoteKeySetOptions(allowHttp: true, timeout: "50s"))
        var lists = lists
        lists.allowedUris = allows.map { site.address + $0 }
        return try Verifier(keys: keys, statusLists: StatusLists(options: lists))
    }

    @Test func aListIsFetchedWhereItWasRedirectedTo() async throws {
        let site = try Site()
        let uri = site.address + "/statuses/1"
        let (good, bad) = (try list.allocate(), try revoked())
        site.answer("/statuses/1", .redirect("/statuses/moved"))
        site.answer("/statuses/moved", .body(try published(uri)))
        let verifier = try verifier(site, allows: ["/statuses/"])
        for _ in 0..<3 {
            let (goodToken, badToken) = (try token(good, uri), try token(bad, uri))
            #expect(try await verifier.verifyAsync(goodToken).kind == .signed)
            let refused = await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(badToken) }
            #expect(refused?.code == .jwtRevoked && refused?.claim == "status")
        }
        #expect(site.asked == ["/jwks.json", "/statuses/1", "/statuses/moved"])
        let elsewhere = try token(good, site.address + "/other")
        #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(elsewhere) }?.code == .jwtClaimMismatch)
        #expect(site.asked.count == 3)
    }

    @Test func aRedirectOutOfWhatIsAllowedIsNotFollowed() async throws {
        let site = try Site()
        let uri = site.address + "/statuses/1"
        site.answer("/statuses/1", .redirect("/secret"))
        site.answer("/secret", .body(try published(uri)))
        let verifier = try verifier(site, allows: ["/statuses/"])
        let text = try token(list.allocate(), uri)
        let refused = await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }
        #expect(refused?.code == .jwtRevocationUnavailable && refused?.fault == .environment)
        #expect(site.asked == ["/jwks.json", "/statuses/1"])
    }

    /// `ready` waits for the lists that are named, and for no others: a token may name one that
    /// cannot be fetched.
    @Test func aStartWaitsForNamedLists() async throws {
        let site = try Site()
        let uri = site.address + "/one"
        let (good, bad) = (try list.allocate(), try revoked())
        site.answer("/one", .body(try published(uri)))
        let verifier = try verifier(site, allows: ["/one", "/statuses/"])
        #expect(try verifier.status(ofList: uri)?["state"] == "cold")
        #expect(try verifier.status(ofList: site.address + "/statuses/lost") == nil)
        try await verifier.ready(timeout: "50s")
        #expect(try verifier.status(ofList: uri)?["state"] == "fresh")
        #expect(site.asked.sorted() == ["/jwks.json", "/one"])
        let (goodToken, badToken) = (try token(good, uri), try token(bad, uri))
        #expect(try verifier.verify(goodToken).kind == .signed)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(badToken) } == .jwtRevoked)
        let results = try verifier.verifyMany([goodToken, badToken]).map { (try? $0.get()) != nil }
        #expect(results == [true, false])

        let lost = try token(good, site.address + "/statuses/lost")
        #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(lost) }?.code == .jwtRevocationUnavailable)
        try await verifier.ready(timeout: "1s")
    }

    /// `verify` refuses what it cannot look up, and begins the flight that the next check finds
    /// ended.
    @Test func aCheckThatCannotWaitBeginsAFlight() async throws {
        let publisher = ListPublisher()
        let uri = "https://issuer.example/statuses/1"
        await publisher.publish(try published(uri))
        let events = Collected<Event>()
        let lists = try StatusLists(
            options: StatusListsOptions(allowedUris: ["https://issuer.example/statuses/"], timeout: "50s"), client: publisher.client,
            onEvent: { events.add($0) })
        let verifier = try Verifier(keys: key.publicKey, statusLists: lists)
        let text = try token(list.allocate(), uri)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(text) } == .jwtRevocationUnavailable)
        while try verifier.status(ofList: uri)?["fetched"] != 1 { await Task.yield() }
        #expect(try verifier.verify(text).kind == .signed)
        while events.all.isEmpty { await Task.yield() }
        guard case .read(entries: 1_000, seconds: _)? = events.all.first else { return #expect(Bool(false), "\(events.all)") }
        #expect(await publisher.count == 1)
    }

    @Test func manyTasksWaitForOneFlight() async throws {
        let publisher = ListPublisher()
        let (uri, index) = ("https://issuer.example/statuses/1", try list.allocate())
        await publisher.publish(try published(uri))
        await publisher.hold()
        let options = StatusListsOptions(allowedUris: ["https://issuer.example/statuses/"], timeout: "50s")
        let lists = try StatusLists(keys: key.publicKey, options: options, client: publisher.client)
        // Verifiers share lists that have keys of their own, whatever key their tokens have.
        let verifiers = try (0..<2).map { _ in try Verifier(keys: Samples.hmac, statusLists: lists) }
        let text = try sign(["status": list.claim(uri: uri, index: index)], with: Samples.hmac, options: SignOptions(expiresIn: "1h"))
        let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for place in 0..<200 {
                group.addTask {
                    if place % 20 > 0 { return try await verifiers[place % 2].verifyAsync(text).kind == .signed }
                    return try await verifiers[place % 2].verifyManyAsync([text, text]).allSatisfy { try $0.get().kind == .signed }
                }
            }
            await publisher.arrived(1)
            await publisher.release()
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(accepted == 200)
        #expect(await publisher.count == 1)
    }

    /// A token that is revoked while the list is followed is refused once the list has been fetched
    /// again.
    @Test func aRevocationIsSeenAfterTheNextFetch() async throws {
        let (publisher, clock) = (ListPublisher(), SetClock())
        let (uri, index) = ("https://issuer.example/statuses/1", try list.allocate())
        await publisher.publish(try published(uri))
        let lists = try StatusLists(
            options: StatusListsOptions(allowedUris: [uri], timeout: "50s"), clock: { clock.now }, client: publisher.client)
        let verifier = try Verifier(keys: key.publicKey, statusLists: lists)
        try await verifier.ready(timeout: "50s")
        let text = try token(index, uri)
        #expect(try verifier.verify(text).kind == .signed)
        try list.set(StatusList.invalid, at: index)
        await publisher.publish(try published(uri))
        // Merely due: the check goes on with the list at hand, which is fetched in the meantime.
        clock.advance(290)
        #expect(try verifier.verify(text).kind == .signed)
        while try verifier.status(ofList: uri)?["fetched"] != 2 { await Task.yield() }
        #expect(code { () throws(TokenError) in _ = try verifier.verify(text) } == .jwtRevoked)
        // A list that can't be fetched again is used for as long as it says itself, and no longer.
        await publisher.publish(nil)
        clock.advance(299)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(text) } == .jwtRevoked)
        clock.advance(2)
        #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }?.code == .jwtRevocationUnavailable)
    }

    /// A long connection asks for the status of its token, and has the list and its keys fetched if
    /// they are not at hand.
    @Test func aTokenInUseIsFoundRevoked() async throws {
        let site = try Site()
        let uri = site.address + "/statuses/1"
        let index = try list.allocate()
        site.answer("/statuses/1", .body(try published(uri)))
        let text = try token(index, uri)
        let accepted = try await verifier(site, allows: ["/statuses/"]).verifyAsync(text)
        // As on another server, to which the connection has moved.
        let other = try verifier(site, allows: ["/statuses/"])
        try await other.stillValidAsync(accepted)
        try other.stillValid(accepted)
        #expect(site.asked.sorted() == ["/jwks.json", "/jwks.json", "/statuses/1", "/statuses/1"])
        try list.set(StatusList.invalid, at: index)
        site.answer("/statuses/1", .body(try published(uri)))
        let third = try verifier(site, allows: ["/statuses/"])
        #expect(await error { () async throws(TokenError) in try await third.stillValidAsync(accepted) }?.code == .jwtRevoked)
    }

    /// Each issuer has lists of its own, fetched in its own way, even one that joins later.
    @Test func severalIssuers() async throws {
        let publishers = [ListPublisher(), ListPublisher(), ListPublisher()]
        let index = try list.allocate()
        let names = ["a", "b", "c"].map { "https://\($0).example" }
        var members: [Verifier] = []
        for (name, publisher) in zip(names, publishers) {
            await publisher.publish(try published(name + "/1"))
            let lists = try StatusLists(options: StatusListsOptions(allowedUris: [name + "/"], timeout: "50s"), client: publisher.client)
            members.append(try Verifier(keys: key.publicKey, expecting: VerifierOptions(issuer: name), statusLists: lists))
        }
        let verifier = try Verifier.byIssuer(Array(members[..<2]))
        try verifier.add(members[2])
        for name in names {
            let text = try token(index, name + "/1", issuer: name)
            #expect(try await verifier.verifyAsync(text).kind == .signed)
        }
        for publisher in publishers { #expect(await publisher.count == 1) }
        #expect(try verifier.remove(issuer: names[1]))
        let text = try token(index, names[1] + "/1", issuer: names[1])
        #expect(await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }?.code == .jwtClaimMismatch)
        #expect(try verifier.status(ofList: names[1] + "/1") == nil && verifier.status(ofList: names[0] + "/1") != nil)
    }

    @Test func aFailureOfTheClientIsTheCause() async throws {
        struct Down: Error {}
        let uri = "https://issuer.example/statuses/1"
        let lists = try StatusLists(options: StatusListsOptions(allowedUris: [uri]), client: { _ in throw Down() })
        let verifier = try Verifier.forIssuer(
            "https://issuer.example", statusLists: lists, client: { [key] request in
                let metadata = #"{"issuer":"https://issuer.example","jwks_uri":"https://issuer.example/jwks.json"}"#
                let text = request.url.contains("/.well-known/") ? metadata : try KeySet([key]).jwks()
                return RemoteKeySet.Response(status: 200, headers: [], body: Data(text.utf8))
            })
        let text = try token(list.allocate(), uri, issuer: "https://issuer.example")
        let refused = await error { () async throws(TokenError) in _ = try await verifier.verifyAsync(text) }
        #expect(refused?.code == .jwtRevocationUnavailable && refused?.cause is Down)
    }
}

/// Publishes one list in the memory of a test, and counts requests.
private actor ListPublisher {
    private(set) var count = 0
    private var body: String?
    private var isHeld = false
    private var held: [CheckedContinuation<Void, Never>] = []

    nonisolated var client: RemoteKeySet.Client {
        { _ in try await self.answer() }
    }

    func publish(_ body: String?) { self.body = body }

    func hold() { isHeld = true }

    func release() {
        isHeld = false
        for one in held { one.resume() }
        held = []
    }

    func arrived(_ count: Int) async {
        while self.count < count { await Task.yield() }
    }

    private func answer() async throws -> RemoteKeySet.Response {
        count += 1
        if isHeld { await withCheckedContinuation { held.append($0) } }
        guard let body else { throw RemoteKeySet.Failure.connect }
        return RemoteKeySet.Response(status: 200, headers: [], body: Data(body.utf8))
    }
}

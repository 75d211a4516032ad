import Foundation
import Operations
import Testing
import Tokenseal

@Suite struct Options {
    /// Every option of the core's table goes through the public API to each function that takes it:
    /// a right value is accepted, a wrong one refused.
    @Test func everyOptionIsTaken() async throws {
        let all = OptionWays.all
        for row in OptionRow.all where row.form != "handle" && row.form != "bytes" && row.form != "secret" {
            let ways = try #require(all[row.function], "no call for \(row.function)")
            var taken: OptionWays.Way?
            for way in ways where taken == nil {
                if try await !isRefused(outcome(way, row.name, row.right)) { taken = way }
            }
            let way = try #require(taken, "\(row.function) does not take \(row.name)")
            // An empty list of proofs says that none came with the token.
            guard let wrong = row.wrong, row.name != "proof" else { continue }
            #expect(try await isRefused(outcome(way, row.name, wrong)), "\(row.function) takes \(wrong) for \(row.name)")
        }
    }

    /// What is not JSON is an argument of its own.
    @Test func everyArgumentIsTaken() async throws {
        for row in OptionRow.all where row.form == "handle" || row.form == "bytes" || row.form == "secret" {
            let call = try #require(arguments["\(row.function) \(row.name)"], "no call for \(row.name) of \(row.function)")
            try await call()
        }
    }

    /// Text crosses unchanged, whatever is in it.
    @Test func textsAreQuoted() throws {
        for text in ["\"", "\\", "\",\"no_expiry\":true,\"x\":\"", "\u{0}\u{1F}\n\t", "é\u{1F600}\u{2028}", ""] {
            let token = try sign(Samples.claims.filter { $0.key != "sub" }, with: Samples.hmac, options: SignOptions(expiresIn: 60, subject: text))
            let checked = try verify(token, with: Samples.hmac, expecting: VerifyOptions(subject: text))
            #expect(checked["sub"]?.string?.utf8.elementsEqual(text.utf8) == true)
        }
    }

    /// The text of a header is one object, and can't add options.
    @Test func headersStayHeaders() {
        let wrong = [
            #"{},"no_expiry":true"#, #"{}},"no_expiry":true,"x":{"#, #"{"a":"\"},"no_expiry":true"#, #"{"a":"}","b":{}},"no_expiry":true"#, "{}{}", "{} 1",
            "1{}", "", " ", "{", "}", "[]", "[{}]", "null", "1", #""{}""#, #"{"a":[}"#, #"{"a":1]"#, "{\"a\":\"", "{\\\"}",
        ]
        for text in wrong {
            let options = SignOptions(noExpiry: true, header: Header(json: text))
            #expect(code { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: options) } == .optionInvalid, "\(text)")
            let mine = SignOptions(header: Header(json: text))
            #expect(code { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: mine) } == .optionInvalid, "\(text)")
        }
        for text in ["{}", " \n{ } \t", #"{"a":"}{\"\\","b":[{}]}"#] {
            let options = SignOptions(noExpiry: true, header: Header(json: text))
            #expect(code { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: options) } == nil, "\(text)")
        }
    }

    @Test func optionsAreValues() {
        var options = KeyOptions(keyID: "a")
        options.keyID = "b"
        #expect(options == KeyOptions(keyID: "b") && ExportOptions.private == ExportOptions(private: true))
    }
}

private func outcome(_ way: OptionWays.Way, _ name: String, _ value: String) async throws -> Json {
    let value = try #require(Json(parsing: value.utf8))
    let test = way(.object([(name, value)]))
    return test["operation"]?.string == OptionWays.shared ? try await openUnreachableRing(test["options"] ?? [:]) : try perform(test)
}

private func isRefused(_ outcome: Json) -> Bool {
    ["ERR_OPTION_INVALID", "ERR_INTERNAL"].contains(outcome["error"]?.string)
}

private let never: @Sendable () -> Date = { Date(timeIntervalSince1970: 0) }

private let arguments: [String: @Sendable () async throws -> Void] = [
    "Key.from_pem password": {
        let pem = try Samples.signing.pem(options: .private)
        #expect(code { () throws(TokenError) in _ = try Key(pem: pem, algorithm: .ES256, password: "x") } == .optionInvalid)
    },
    "Key.from_der password": {
        let der = try Samples.signing.der(options: .private)
        #expect(code { () throws(TokenError) in _ = try Key(der: der, algorithm: .ES256, password: "x") } == .optionInvalid)
    },
    "Issuer signing_key": {
        let token = try Samples.issuer.issue(Samples.claims)
        #expect(try inspectUnverified(token).kind == .signed)
    },
    "Issuer encryption_key": {
        let issuer = try Issuer(encryptionKey: Samples.sealing.publicKey, options: IssuerOptions(lifetime: "1h"))
        #expect(try inspectUnverified(issuer.issue(Samples.claims)).kind == .encrypted)
    },
    "Issuer clock": {
        let issuer = try Issuer(signingKey: Samples.hmac, options: IssuerOptions(noExpiry: true), clock: never)
        #expect(try inspectUnverified(issuer.issue([String: String]())).claimsJSON == #"{"iat":0}"#)
    },
    "RemoteKeySet snapshot_key": {
        let options = RemoteKeySetOptions(snapshot: "x")
        let call = { () throws(TokenError) in _ = try RemoteKeySet(url: "https://issuer.example", options: options, snapshotKey: Samples.hmac) }
        #expect(code(call) == .jwsInvalid)
    },
    "RemoteKeySet clock": {
        let set = try RemoteKeySet(url: "https://issuer.example", clock: { Date(timeIntervalSince1970: .nan) })
        let verifier = try Verifier(keys: set)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(Samples.signed) } == .optionInvalid)
    },
    "KeyRing.create keys": {
        let ring = try KeyRing.create(keys: Samples.signing)
        #expect(try ring.keys()[0].keyID == "s")
    },
    "KeyRing.create clock": {
        let ring = try KeyRing.create(.ES256, clock: never)
        #expect(try ring.keys()[0].published == never())
    },
    "KeyRing.redis clock": {
        struct Nowhere: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
        }
        let error = await failureAsync {
            let options = RingStoreOptions(namespace: "x")
            _ = try await KeyRing.redis(Nowhere(), protectWith: Key.generate(.A256KW), options: options, clock: { Date(timeIntervalSince1970: .nan) })
        }
        #expect(error?.code == .optionInvalid)
    },
    "Revocations clock": {
        let list = try Revocations(clock: never)
        #expect(try list.revokeKey("k", issuer: nil).at == never())
    },
    "Revocations.file clock": {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let list = try Revocations.file(path, options: FileOptions(create: true), clock: never)
        #expect(try list.revokeKey("k", issuer: nil).at == never())
    },
    "Revocations.redis clock": {
        struct Nowhere: RevocationStore {
            func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue] { throw Revocations.StoreFailure.connect }
        }
        let list = try Revocations.redis(Nowhere(), options: StoreOptions(namespace: "x"), clock: { Date(timeIntervalSince1970: .nan) })
        let verifier = try Verifier(keys: Samples.hmac, revocations: list)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(Samples.signed) } == .optionInvalid)
    },
    "Verifier revocations": {
        let list = try Revocations()
        try list.revoke(verify(Samples.signed, with: Samples.hmac))
        let verifier = try Verifier(keys: Samples.hmac, revocations: list)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(Samples.signed) } == .jwtRevoked)
    },
    "Verifier status_lists": {
        let verifier = try Verifier(keys: Samples.hmac, statusLists: StatusLists(options: StatusListsOptions(allowedUris: [Samples.statuses])))
        let token = try sign(["status": JSONValue.object([:])], with: Samples.hmac, options: SignOptions(expiresIn: 60))
        #expect(code { () throws(TokenError) in _ = try verifier.verify(token) } == .jwtRevocationUnavailable)
    },
    "Verifier replays": {
        let replays = try ReplayCache()
        #expect(code { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, replays: replays) } == .optionInvalid)
        let expected = VerifierOptions(publicOrigins: ["https://api.example"])
        #expect(try Verifier(keys: Samples.hmac, expecting: expected, replays: replays).verify(Samples.signed).kind == .signed)
    },
    "Verifier nonce_key": {
        let expected = VerifierOptions(publicOrigins: ["https://api.example"])
        let nonce = try Verifier(keys: Samples.hmac, expecting: expected, nonceKey: Samples.hmac).dpopNonce()
        #expect(nonce != nil)
        let call = { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, expecting: expected, nonceKey: Samples.signing) }
        #expect(code(call) == .optionInvalid)
    },
    "Verifier.verify certificate": {
        // A token that is not bound needs none; DPoPTests has one that is.
        let token = try Verifier(keys: Samples.hmac).verify(Samples.signed, certificate: Samples.bytes, options: CheckOptions())
        #expect(token.kind == .signed)
    },
    "ProtectedResource rules": {
        let resource = try ProtectedResource(Verifier(keys: Samples.hmac), rules: Samples.rules)
        #expect(try resource.check("GET", "/other", headers: []).decision?.reason == .noRule)
    },
    "ProtectedResource csrf_key": {
        let (verifier, options) = (try Verifier(keys: Samples.hmac), ResourceOptions(cookie: "__Host-x"))
        #expect(code { () throws(TokenError) in _ = try ProtectedResource(verifier, options: options) } == .optionInvalid)
        #expect(try !ProtectedResource(verifier, csrfKey: Samples.hmac, options: options).csrfToken(Samples.signed).isEmpty)
    },
    "ProtectedResource.check certificate": {
        // A token that is not bound needs none; ProtectedResourceTests has one that is.
        let headers = [(name: "Authorization", value: "Bearer \(Samples.signed)")]
        let answer = try ProtectedResource(Verifier(keys: Samples.hmac)).check("GET", "/", headers: headers, certificate: Samples.bytes)
        #expect(answer.isAllowed)
    },
    "Issuer.issue confirm": {
        let token = try Samples.issuer.issue(Samples.claims, confirm: .key(Samples.signing))
        #expect(try inspectUnverified(token).claimsJSON?.contains(Samples.signing.thumbprint()) == true)
    },
    "StatusLists keys": {
        let lists = try StatusLists(keys: Samples.signing.publicKey, options: StatusListsOptions(allowedUris: [Samples.statuses]))
        // A verifier that only decrypts has no keys for lists.
        _ = try Verifier(decryptionKeys: Samples.sealing, statusLists: lists)
        let bare = try StatusLists(options: StatusListsOptions(allowedUris: [Samples.statuses]))
        #expect(code { () throws(TokenError) in _ = try Verifier(decryptionKeys: Samples.sealing, statusLists: bare) } == .optionInvalid)
    },
    "StatusLists clock": {
        let options = StatusListsOptions(allowedUris: [Samples.statuses])
        let lists = try StatusLists(options: options, clock: { Date(timeIntervalSince1970: .nan) })
        let verifier = try Verifier(keys: Samples.hmac, statusLists: lists)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(Samples.signed) } == .optionInvalid)
    },
    "Verifier keys": { _ = try Verifier(keys: Samples.hmac).verify(Samples.signed) },
    "Verifier decryption_keys": { _ = try Samples.verifier.verify(Samples.sealed) },
    "Verifier clock": {
        let verifier = try Verifier(keys: Samples.hmac, expecting: VerifierOptions(maxAge: 60), clock: never)
        #expect(code { () throws(TokenError) in _ = try verifier.verify(Samples.signed) } == .jwtNotYetValid)
    },
    "jws.verify payload": {
        let token = try JWS.sign(Samples.bytes, with: Samples.hmac, options: JWS.SignOptions(detached: true))
        #expect(try JWS.verify(token, with: Samples.hmac, payload: Samples.bytes).payload == Samples.bytes)
    },
    "jwe.encrypt aad": {
        let options = JWE.EncryptOptions(serialization: .flattened)
        let token = try JWE.encrypt(Samples.bytes, to: Samples.sealing.publicKey, aad: Samples.bytes, options: options)
        #expect(try JWE.decrypt(token, with: Samples.sealing).aad == Samples.bytes)
    },
]

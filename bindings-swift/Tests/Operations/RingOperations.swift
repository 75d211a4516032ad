import Foundation
import Tokenseal

/// Runs the history of a ring step by step. Keys are named in the order in which they are first
/// seen, because new ones are random.
func runRing(_ test: Case) throws -> Json {
    let run = try RingRun(test)
    run.shown = try run.rows()
    return ["ring": run.shown, "steps": .array(try (test.input["steps"]?.array ?? []).enumerated().map { try run.step($0.offset, $0.element) })]
}

private final class RingRun: @unchecked Sendable {
    let test: Case
    var now: Date
    var ring: KeyRing! = nil
    var names: [String: String] = [:]
    /// The keys as they were last shown.
    var shown: Json = []
    var tokens: [Int: String] = [:]
    var issuers: [String: Issuer] = [:]
    var verifiers: [String: Verifier] = [:]

    init(_ test: Case) throws {
        self.test = test
        now = date(test.input["now"])
        if let text = test.input["ring"]?.string {
            ring = try KeyRing(jwe: text, protectWith: test.keys("protect_with"), clock: clock)
        } else {
            let keys = try test.optionalKeys("keys")
            ring = try KeyRing.create(test.algorithms(), keys: keys, options: KeyRingOptions(test.options), clock: clock)
        }
    }

    /// The ring's own clock, which is set before each step.
    private var clock: @Sendable () -> Date { { self.now } }

    /// What a step shows: its result, or its error, and the keys if they have changed.
    func step(_ index: Int, _ step: Json) throws -> Json {
        now = date(step["at"])
        var given: [(name: String, value: Json)]
        do {
            given = try perform(index, step)
        } catch let error as TokenError {
            given = [("error", .string(told(error).code.rawValue))] + (error.claim.map { [("claim", .string($0))] } ?? [])
        } catch is Unexpressible {
            given = [("error", .string(TokenError.Code.optionInvalid.rawValue))]
        }
        let (before, ring) = (shown, try rows())
        shown = ring
        // A key that was new before this step gets its name only now.
        given = given.map { ($0.name, $0.name == "changes" ? .array($0.value.array?.map(named) ?? []) : $0.value) }
        return .object(given + (ring == before ? [] : [("ring", ring)]))
    }

    private func perform(_ index: Int, _ step: Json) throws -> [(name: String, value: Json)] {
        switch step["do"]?.string ?? "" {
        case "advance": return advanced(try ring.advance(now: now))
        case "revoke":
            let key = step["key"]?.string ?? ""
            return advanced(try ring.revoke(names.first { $0.value == key }?.key ?? key, now: now))
        case "add": return advanced(try ring.add(test.key(of: step["key"]), now: now))
        case "issue": return [("key", try issue(index, step))]
        case "verify": return [("key", try verify(step))]
        case "jwks":
            let keys = try parsed(ring.jwks(now: now))["keys"]?.array ?? []
            _ = try rows()
            let isPrivate = keys.contains { $0["d"] != nil || $0["k"] != nil }
            return [("published", .array(keys.map { name($0["kid"]?.string) })), ("private", .bool(isPrivate))]
        case "key_set": return [("keys", .array(try ring.keySet(now: now).map { name($0.keyID) }))]
        case "cache_control": return [("text", .string(try ring.cacheControl()))]
        case "signing_key":
            let algorithm = try step["alg"]?.string.map { try SignatureAlgorithm(named: $0) }
            return [("key", name(try ring.signingKey(algorithm, now: now).keyID))]
        case "status":
            let status = try JSONEncoder().encode(ring.status(now: now))
            guard let json = Json(parsing: status), case .object(let members) = json.without("id", "keys", "kept", "failed") else { return [] }
            return members
        case "reopen": return [("wrapped_key", try reopen(step))]
        case let other: throw Broken("no step `\(other)` of a ring is known here")
        }
    }

    /// With an issuer that is kept for all steps with the same options: it follows the ring.
    private func issue(_ index: Int, _ step: Json) throws -> Json {
        let encrypts = step["as"]?.string == "encryption_key"
        let named = "\(step["issuer"] ?? .null) \(encrypts)"
        if issuers[named] == nil {
            let options = try IssuerOptions(step["issuer"])
            issuers[named] = try encrypts ? Issuer(encryptionKey: ring, options: options) : Issuer(signingKey: ring, options: options)
        }
        var call = try IssueOptions(step["call"])
        call.now = now
        let result = Result { try issuers[named]!.issue(JSONText(step["claims"]?.string ?? ""), options: call) }
        _ = try rows()
        let token = try result.get()
        tokens[index] = token
        return name(try parsed(inspectUnverified(token).headerJSON)["kid"]?.string)
    }

    private func verify(_ step: Json) throws -> Json {
        let decrypts = step["as"]?.string == "decryption_keys"
        let named = "\(step["verifier"] ?? .null) \(decrypts)"
        if verifiers[named] == nil {
            let options = try VerifierOptions(step["verifier"])
            verifiers[named] = try decrypts ? Verifier(decryptionKeys: ring, expecting: options) : Verifier(keys: ring, expecting: options)
        }
        guard let token = step["token"]?.integer.flatMap({ tokens[$0] }) else { throw Broken("no token was made by that step") }
        let checked = try verifiers[named]!.verify(token, now: step["now"].map { date($0) } ?? now)
        return name(checked.keyID ?? checked.decryptionKeyID)
    }

    /// Writes the ring and reads it again, cut short by as many characters as the step says, if it
    /// does. If reading fails, the ring stays.
    private func reopen(_ step: Json) throws -> Json {
        let protection = try test.key(of: step["protect_with"])
        let text = try ring.jwe(protectWith: protection, wrappedKey: step["wrapped_key"]?.string.flatMap(decoded))
        let cut = String(text.dropLast(step["cut"]?.integer ?? 0))
        let keys = try step["open_with"]?.array?.map { try test.key(of: $0) } ?? [protection]
        ring = try KeyRing(jwe: cut, protectWith: keys, clock: clock)
        (issuers, verifiers) = ([:], [:])
        return try parsed(inspectUnverified(text).headerJSON)["wrapped_key"] ?? .null
    }

    /// The keys, each as a row, under their names.
    func rows() throws -> Json {
        let keys = try ring.keys(now: now)
        for key in keys where names[key.keyID] == nil { names[key.keyID] = "k\(names.count)" }
        return .array(
            keys.map { key in
                let times = [key.published, key.activeFrom, key.activeUntil, key.retires, key.revoked].map(seconds)
                return .array([name(key.keyID), .string(key.algorithm.rawValue), .string(key.state.rawValue), .bool(key.isExternal)] + times)
            })
    }

    private func name(_ keyID: String?) -> Json { Json(keyID.map { names[$0] ?? $0 }) }

    private func named(_ change: Json) -> Json {
        let members = change.array ?? []
        return .array([name(members.first?.string)] + members.dropFirst())
    }
}

/// With each change as a list: the key, its state before and its state now.
private func advanced(_ advanced: KeyRing.Advanced) -> [(name: String, value: Json)] {
    let changes = advanced.changes.map { Json.array([Json($0.keyID), Json($0.was?.rawValue), Json($0.state?.rawValue)]) }
    return [("changes", .array(changes)), ("next", seconds(advanced.next)), ("needs_key", .array(advanced.needsKey.map { Json($0.rawValue) }))]
}

private func date(_ seconds: Json?) -> Date { Date(timeIntervalSince1970: seconds?.double ?? .nan) }

/// To the microsecond: dates have a different epoch from tokens.
private func seconds(_ time: Date?) -> Json {
    guard let time else { return .null }
    return .number("\((time.timeIntervalSince1970 * 1e6).rounded() / 1e6)")
}

/// Makes a ring through the public API. Not from the vectors: it completes the functions that take
/// options.
func makeRing(_ test: Case) throws -> Json {
    let ring = try KeyRing.create(test.algorithms(), options: KeyRingOptions(test.options))
    return ["states": .array(try ring.keys().map { .string($0.state.rawValue) })]
}

/// Opens a ring in a store that cannot be reached. It waits, which ``perform(_:groupKeys:)`` never
/// does.
public func openUnreachableRing(_ options: Json) async throws -> Json {
    do {
        _ = try await KeyRing.redis(Nowhere(), protectWith: Key.generate(.A256KW), options: RingStoreOptions(options))
        return [:]
    } catch let error as TokenError {
        return ["error": .string(told(error).code.rawValue)]
    } catch is Unexpressible {
        return ["error": .string(TokenError.Code.optionInvalid.rawValue)]
    }
}

/// The same for an issuer that signs with a ring.
func makeRingIssuer(_ test: Case) throws -> Json {
    let issuer = try Issuer(signingKey: KeyRing.create(test.algorithms()), options: IssuerOptions(test.options))
    return ["token": .string(try issuer.issue(JSONText("{}")))]
}

extension Case {
    fileprivate func algorithms() throws -> [Algorithm] {
        try (input["algorithms"]?.array ?? []).map { try Algorithm(named: $0.string ?? "") }
    }

    /// A key of a step, in any of the forms of an input.
    fileprivate func key(of how: Json?) throws -> Key {
        try Case(input: ["key": how ?? .null], options: nil, groupKeys: groupKeys).key("key")
    }
}

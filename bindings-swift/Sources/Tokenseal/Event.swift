import Foundation

/// Something that happened to keys, to a list of revocations or in a check, for logs and counters.
/// It never holds a token, a claim or an address.
///
/// ```swift
/// let key = try Key.generate(.ES256)
/// let verifier = try Verifier(keys: key.publicKey, onEvent: { event in
///     if case .refused(let code) = event { print("refused:", code.rawValue) }
/// })
/// try verifier.verify("no token") // throws .jwtInvalid
/// ```
public enum Event: Hashable, Sendable {
    /// Keys were fetched, or their server said that they have not changed.
    case fetched(keys: Int, setAside: Int, seconds: Double)
    /// Keys could not be fetched; `why` is the name of a failure, such as `timeout` or `status`.
    case failed(why: String, status: Int?, retryIn: Double)
    /// The keys changed, judging by their `kid`s.
    case rotated(added: [String], removed: [String])
    /// A key has the `kid` of a different key that was there before.
    case keyIDReused(keyID: String)
    /// A list of revocations was read in full from its store, for the first time or again.
    case read(entries: Int, seconds: Double)
    /// Records that a store had lost from a list of revocations were written back.
    case restored(records: Int)
    /// A token was accepted with keys that could not be renewed in time.
    case acceptedStale
    /// A token was accepted although the list of revocations could not be renewed in time, as
    /// ``StoreOptions/whenUnavailable`` says.
    case acceptedUnavailable
    /// A token was refused.
    case refused(code: TokenError.Code)
}

extension Event: Decodable {
    private enum Name: String, CodingKey {
        case event, keys, setAside, seconds, why, status, retryIn, added, removed, keyId, code, entries, records
    }

    /// Reads what the core writes.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        switch try members.decode(String.self, forKey: .event) {
        case "fetched":
            self = try .fetched(
                keys: members.decode(Int.self, forKey: .keys), setAside: members.decode(Int.self, forKey: .setAside),
                seconds: members.decode(Double.self, forKey: .seconds))
        case "failed":
            self = try .failed(
                why: members.decode(String.self, forKey: .why), status: members.decodeIfPresent(Int.self, forKey: .status),
                retryIn: members.decode(Double.self, forKey: .retryIn))
        case "rotated":
            self = try .rotated(added: members.decode([String].self, forKey: .added), removed: members.decode([String].self, forKey: .removed))
        case "key_id_reused": self = try .keyIDReused(keyID: members.decode(String.self, forKey: .keyId))
        case "read":
            self = try .read(entries: members.decode(Int.self, forKey: .entries), seconds: members.decode(Double.self, forKey: .seconds))
        case "restored": self = try .restored(records: members.decode(Int.self, forKey: .records))
        case "accepted_stale": self = .acceptedStale
        case "accepted_unavailable": self = .acceptedUnavailable
        case "refused":
            self = try .refused(code: TokenError.Code(rawValue: members.decode(String.self, forKey: .code)) ?? .internal)
        case let other:
            let message = "there is no event called \(other)"
            throw DecodingError.dataCorruptedError(forKey: .event, in: members, debugDescription: message)
        }
    }
}

/// Reads what the core says to drivers. Nothing else writes it, so nothing should be wrong with it.
func told<Value: Decodable>(_ json: String, as type: Value.Type) throws(TokenError) -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let value = try? decoder.decode(type, from: Data(json.utf8)) else { throw TokenError.defect }
    return value
}

import Foundation
import Tokenseal

/// What an operation finds in its case.
struct Case {
    let input: Json
    let options: Json?
    let groupKeys: Json

    func text(_ name: String) throws -> String { try given(name, input[name]?.string) }

    func bytes(_ name: String) throws -> Data { try given(name, input[name]?.string.flatMap(decoded)) }

    func optionalBytes(_ name: String) throws -> Data? { input[name] == nil ? nil : try bytes(name) }

    func claims() throws -> JSONText { JSONText(try text("claims")) }

    /// A token: text, or the object that is a JSON serialization.
    func token() throws -> String {
        let token = try given("token", input["token"])
        return token.string ?? token.description
    }

    func key(_ name: String) throws -> Key { try key(given(name, input[name])) }

    func optionalKey(_ name: String) throws -> Key? { try input[name].map(key) }

    func optionalKeys(_ name: String) throws -> (any Keys)? { try input[name].map(keys) }

    func keys(_ name: String = "keys") throws -> any Keys { try keys(input[name] ?? ["jwks": groupKeys]) }

    /// The key or the keys that a token is created with.
    func creatingKeys() throws -> any Keys {
        guard (input["key"] == nil) != (input["keys"] == nil) else { throw Broken("a token is created with `key` or with `keys`") }
        return try input["key"] == nil ? keys() : key("key")
    }

    private func keys(_ how: Json) throws -> any Keys {
        if let list = how.array { return try list.map(key) }
        guard let jwks = how["jwks"] else { return try key(how) }
        return try KeySet(jwks: jwks.string ?? jwks.description, options: JWKSOptions(how.without("jwks")))
    }

    /// The set that the input describes.
    func set() throws -> KeySet { try keys(input).keySet }

    private func key(_ how: Json) throws -> Key {
        if let index = how.integer {
            guard let keys = groupKeys["keys"]?.array, keys.indices.contains(index) else { throw Broken("there is no key \(index)") }
            return try Key(jwk: keys[index].description)
        }
        if let jwk = how["jwk"] { return try Key(jwk: jwk.string ?? jwk.description, options: JWKOptions(how.without("jwk"))) }
        let algorithm = try how["alg"]?.string.map { try Algorithm(named: $0) }
        let password = how["password"]?.string.map { Password($0) }
        if let secret = how["secret"]?.string.flatMap(decoded) {
            return try Key(secret: secret, algorithm: given("alg", algorithm), options: SecretOptions(how.without("secret", "alg")))
        }
        if let secret = how["secret_text"]?.string {
            return try Key(secret: secret, algorithm: given("alg", algorithm), options: SecretOptions(how.without("secret_text", "alg")))
        }
        let options = try KeyOptions(how.without("certificate", "pem", "der", "password", "alg"))
        if let certificate = how["certificate"] {
            let der = certificate["der"]?.string.flatMap(decoded)
            let bytes = der ?? Data((certificate.string ?? "").utf8)
            return try Key(certificate: bytes, algorithm: given("alg", algorithm), options: options)
        }
        if let pem = how["pem"]?.string { return try Key(pem: pem, algorithm: given("alg", algorithm), password: password, options: options) }
        if let der = how["der"]?.string.flatMap(decoded) {
            return try Key(der: der, algorithm: given("alg", algorithm), password: password, options: options)
        }
        return try Key(password: given("password", password), algorithm: algorithm, options: options)
    }

    private func given<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Broken("`\(name)` is missing, or not what it must be") }
        return value
    }
}

/// The case itself makes no sense.
public struct Broken: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Bytes from base64url.
public func decoded(_ text: String) -> Data? {
    let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
}

/// Bytes as base64url.
public func encoded(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}

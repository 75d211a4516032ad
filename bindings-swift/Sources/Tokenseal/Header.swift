/// Parameters for a header: a literal of an object will do.
///
/// They are written in the order of the literal.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let token = try sign(["sub": "alice"], with: key, expiresIn: 60, header: ["jku": "https://issuer.example/keys", "b": [1, 2]])
/// try inspectUnverified(token).headerJSON // => #"{"alg":"HS256","typ":"JWT","jku":"https://issuer.example/keys","b":[1,2]}"#
/// ```
public struct Header: Hashable, Sendable {
    /// The parameters as the text of a JSON object.
    public let json: String

    /// Takes the text of a JSON object as it is. What is none is `ERR_OPTION_INVALID` where it is used.
    public init(json: String) {
        self.json = json
    }

    /// Takes the parameters, in the order of their names.
    public init(_ parameters: [String: JSONValue]) {
        json = Tokenseal.json(parameters)
    }
}

extension Header: ExpressibleByDictionaryLiteral {
    /// Takes the parameters, in their order.
    public init(dictionaryLiteral parameters: (String, JSONValue)...) {
        self.init(parameters)
    }

    init(_ parameters: [(String, JSONValue)]) {
        // What JSON cannot say, such as NaN, leaves text that is none, which the core refuses.
        json = "{\(parameters.map { "\(Tokenseal.json($0.0)):\(Tokenseal.json($0.1))" }.joined(separator: ","))}"
    }
}

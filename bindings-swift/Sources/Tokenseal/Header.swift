/// Parameters for a header, such as a dictionary literal.
///
/// They are written in the order of the literal.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: 60, header: ["jku": "https://issuer.example/keys", "b": [1, 2]]))
/// try inspectUnverified(token).headerJSON // => #"{"alg":"HS256","typ":"JWT","jku":"https://issuer.example/keys","b":[1,2]}"#
/// ```
public struct Header: Hashable, Sendable {
    /// The parameters as the text of a JSON object.
    public let json: String

    /// Takes the text of a JSON object as it is. Anything else is refused with `ERR_OPTION_INVALID`
    /// where it is used.
    public init(json: String) {
        self.json = json
    }

    /// Takes the parameters, in the order of their names.
    public init(_ parameters: [String: JSONValue]) {
        json = Tokenseal.json(parameters)
    }
}

extension Header: ExpressibleByDictionaryLiteral {
    /// Takes the parameters, in order.
    public init(dictionaryLiteral parameters: (String, JSONValue)...) {
        self.init(parameters)
    }

    init(_ parameters: [(String, JSONValue)]) {
        // A value that JSON cannot express, such as NaN, leaves text that is not JSON, which the
        // core refuses.
        json = "{\(parameters.map { "\(Tokenseal.json($0.0)):\(Tokenseal.json($0.1))" }.joined(separator: ","))}"
    }
}

extension Header {
    /// Whether quotes and brackets make the text exactly one object. A JSON reader then ends where
    /// the text does, and the core judges the rest.
    var isOneObject: Bool {
        var (depth, isInString, isEscaped, hasEnded) = (0, false, false, false)
        for byte in json.utf8 {
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case _ where depth == 0 && (hasEnded || byte != UInt8(ascii: "{")): return false
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""): isInString = true
            default: break
            }
            hasEnded = depth == 0
        }
        return hasEnded
    }
}

extension Header: Printed {
    /// Only its name, since anything may be in a header.
    public var description: String { "Header(…)" }
}

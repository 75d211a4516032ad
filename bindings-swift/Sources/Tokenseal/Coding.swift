import Foundation

/// Claims that are already JSON text: for values that no Swift type holds, such as larger integers,
/// and for text from elsewhere.
///
/// It can be used wherever claims can, and is taken as it is; anything but one strict JSON object
/// is refused with `ERR_JWT_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let token = try sign(JSONText(#"{"id":123456789012345678901234567890}"#), with: key, options: SignOptions(noExpiry: true))
/// try verify(token, with: key, expecting: VerifyOptions(allowMissingExp: true)).claimsJSON.contains("123456789012345678901234567890") // => true
/// ```
public struct JSONText: Encodable, Hashable, Sendable {
    /// The text.
    public let text: String

    /// Takes the text as it is.
    public init(_ text: String) {
        self.text = text
    }

    /// Always fails: text can be claims, but not part of them.
    public func encode(to encoder: any Encoder) throws {
        let message = "JSON text is claims as a whole, and no value among others"
        throw EncodingError.invalidValue(self, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: message))
    }
}

/// Claims as JSON text. What cannot be written, such as NaN, becomes text that the core refuses.
func json(_ claims: some Encodable) -> String {
    if let claims = claims as? JSONText { return claims.text }
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .custom(encodeDate)
    // Dictionaries have a different order in each process.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(claims) else { return "" }
    return String(decoding: data, as: UTF8.self)
}

/// Like every time that is written into a token.
@Sendable private func encodeDate(_ date: Date, to encoder: any Encoder) throws {
    try NumericDate(date).encode(to: encoder)
}

/// Reads what the core has checked.
func read<Value: Decodable>(_ json: String, as type: Value.Type) throws(TokenError) -> Value {
    if type == [String: JSONValue].self, let members = JSONReader.object(json) as? Value {
        return members
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    decoder.userInfo[.jsonText] = json
    do {
        return try decoder.decode(type, from: Data(json.utf8))
    } catch {
        // Foundation's error would quote the claims.
        let message = "the claims do not have the form of the type that they were asked for"
        throw TokenError(code: .jwtClaimInvalid, message: message, claim: claim(of: error))
    }
}

/// The name of the claim that a decoding error is about.
private func claim(of error: any Error) -> String? {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): (context.codingPath + [key]).first?.stringValue
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath.first?.stringValue
    default: nil
    }
}

extension JSONText: Printed {
    /// Only its name, since it holds claims.
    public var description: String { "JSONText(…)" }
}

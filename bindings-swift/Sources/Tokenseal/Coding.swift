import Foundation

/// Claims that are JSON text already: for what no type of Swift holds, such as larger integers, and for text that comes from elsewhere.
///
/// It goes wherever claims go, and is taken as it is; what is not one strict JSON object is `ERR_JWT_INVALID`.
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

    /// Refuses: text can be claims, but not stand within them.
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
    // Dictionaries have another order in each process.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(claims) else { return "" }
    return String(decoding: data, as: UTF8.self)
}

/// A NumericDate (RFC 7519, section 2), rounded down to whole seconds as every time that is written into a token.
@Sendable private func encodeDate(_ date: Date, to encoder: any Encoder) throws {
    guard let seconds = Int64(exactly: date.timeIntervalSince1970.rounded(.down)) else {
        let message = "a time that is none, or too far away"
        throw EncodingError.invalidValue(date, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: message))
    }
    var container = encoder.singleValueContainer()
    try container.encode(seconds)
}

/// Reads what the core has checked.
func read<Value: Decodable>(_ json: String, as type: Value.Type) throws(TokenError) -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    do {
        return try decoder.decode(type, from: Data(json.utf8))
    } catch {
        // The error of Foundation would quote the claims.
        let message = "the claims do not have the form of the type that they were asked for"
        throw TokenError(code: .jwtClaimInvalid, message: message, claim: claim(of: error))
    }
}

/// The name of the claim that an error of decoding speaks of.
private func claim(of error: any Error) -> String? {
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): (context.codingPath + [key]).first?.stringValue
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath.first?.stringValue
    default: nil
    }
}

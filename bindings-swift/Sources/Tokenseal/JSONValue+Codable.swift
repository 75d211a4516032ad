import Foundation

extension JSONValue {
    /// A JSON number.
    init?(digits bytes: UnsafeBufferPointer<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let whole = Int(text) {
            self = .integer(whole)
        } else if JSONValue.isWhole(text) {
            self = .digits(text)
        } else if let number = Double(text), number.isFinite {
            self = JSONValue(number)
        } else {
            return nil
        }
    }

    /// A number that is not written as an integer, such as `1.0`.
    private init(_ number: Double) {
        let whole = number.magnitude <= 0x1p53 ? Int(exactly: number) : nil
        self = whole.map { .integer($0) } ?? .number(number)
    }

    private static func isWhole(_ text: String) -> Bool {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        let isDigit = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// How many digits each `Decimal` holds.
    private static let decimalDigits = 38

    static func decimal(of digits: String) -> Decimal? {
        isWhole(digits) && digits.utf8.count <= decimalDigits ? Decimal(string: digits) : nil
    }
}

extension CodingUserInfoKey {
    /// The text that is being decoded, in which numbers are as they were written.
    static let jsonText = CodingUserInfoKey(rawValue: "dev.tokenseal.json")!
}

extension JSONValue: Codable {
    /// Reads any JSON, and rounds no whole number. A decoder other than this package's returns up
    /// to 38 digits; more are refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            let isExact = value.magnitude < 0x1p63
            self = isExact ? JSONValue(value) : try JSONValue.large(container, decoder)
        } else if let value = try? container.decode([String: JSONValue].self) {
            self = .object(value)
        } else {
            self = .array(try container.decode([JSONValue].self))
        }
    }

    /// A number for which the decoder does not say how it was written.
    private static func large(
        _ container: any SingleValueDecodingContainer, _ decoder: any Decoder
    ) throws -> JSONValue {
        if let text = decoder.userInfo[.jsonText] as? String,
            let value = JSONReader.value(at: decoder.codingPath, of: text)
        {
            return value
        }
        let limit = Decimal(sign: .plus, exponent: decimalDigits, significand: 1)
        guard let value = try? container.decode(Decimal.self), value.magnitude < limit else {
            let message = "the number may have been rounded"
            throw DecodingError.dataCorruptedError(in: container, debugDescription: message)
        }
        return .digits("\(value)")
    }

    /// Writes it as JSON. Values that JSON cannot express, and ``digits(_:)`` that are invalid or
    /// more than 38, are refused.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        case .digits(let digits):
            guard let decimal = JSONValue.decimal(of: digits) else {
                let message = "more digits than can be written: give the claims as JSONText"
                let place = EncodingError.Context(
                    codingPath: encoder.codingPath, debugDescription: message)
                throw EncodingError.invalidValue(self, place)
            }
            try container.encode(decimal)
        }
    }
}

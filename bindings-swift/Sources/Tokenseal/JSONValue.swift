import Foundation

/// A JSON value: for claims and headers that have no type of their own.
///
/// Wherever one is expected, a literal will do.
///
/// ```swift
/// let claims: [String: JSONValue] = ["sub": "alice", "admin": true, "roles": ["reader", "writer"]]
/// claims["roles"]?[1]?.string // => "writer"
/// claims["admin"] // => .bool(true)
/// ```
///
/// No whole number is rounded: one that does not fit into an `Int` is ``digits(_:)``.
public enum JSONValue: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A whole number that fits.
    case integer(Int)
    /// A whole number that does not fit, as written: an optional sign and digits.
    case digits(String)
    /// A number that is written with a fraction or an exponent, unless it is whole and a `Double`
    /// holds it exactly.
    case number(Double)
    /// A string.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object.
    case object([String: JSONValue])
}

extension JSONValue {
    /// The string, if it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The whole number, if it is one.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// The number, if it is one, whole or not. A whole one beyond 2^53 may be rounded; ``decimal``
    /// and ``digits(_:)`` are not.
    public var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .digits(let digits): Double(digits)
        default: nil
        }
    }

    /// The number as a `Decimal`, if it is one that a `Decimal` can hold: up to 38 digits, none of
    /// which is lost.
    ///
    /// ```swift
    /// let key = try Key.generate(.HS256)
    /// let text = JSONText(#"{"id":12345678901234567890,"price":0.1}"#)
    /// let token = try verify(sign(text, with: key, options: SignOptions(expiresIn: 60)), with: key)
    /// token["id"] // => .digits("12345678901234567890")
    /// token["id"]?.decimal // => Decimal(string: "12345678901234567890")
    /// token["price"]?.decimal // => Decimal(string: "0.1")
    /// ```
    public var decimal: Decimal? {
        switch self {
        case .integer(let value): Decimal(value)
        case .digits(let digits): JSONValue.decimal(of: digits)
        // The shortest text of a Double is what was written, unless that had more digits than a
        // Double holds.
        case .number(let value):
            value.isZero || JSONValue.decimals.contains(value.magnitude) ? Decimal(string: "\(value)") : nil
        default: nil
        }
    }

    /// Numbers within the range of a `Decimal`.
    private static let decimals = 1e-100...1e100

    /// The Boolean, if it is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The list, if it is one.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The object, if it is one.
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }

    /// The member with this name, if it is an object that has one.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// The element at this index, if it is a list that is long enough.
    public subscript(index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// `null`
    public init(nilLiteral: ()) { self = .null }

    /// `true` or `false`
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// An object. If several members have the same name, the last one counts.
    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(Dictionary(members) { _, last in last })
    }
}

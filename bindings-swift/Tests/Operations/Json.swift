/// JSON whose members keep their order and whose numbers keep their spelling: the test vectors need
/// this, and Foundation does not do it.
public indirect enum Json: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([Json])
    case object([(name: String, value: Json)])

    /// The member with this name, if there is one.
    public subscript(name: String) -> Json? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    public var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
    public var array: [Json]? { if case .array(let elements) = self { elements } else { nil } }
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The members without their order.
    public var members: [String: Json] {
        guard case .object(let members) = self else { return [:] }
        return Dictionary(members.map { ($0.name, $0.value) }) { _, last in last }
    }
}

extension Json: Equatable {
    /// By value: 1.0 is 1, and members may have any order. Strings must have the same characters,
    /// not merely be canonically equivalent.
    public static func == (one: Json, other: Json) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        // Times are compared within a microsecond (tests/vectors/README.md).
        case (.number(let one), .number(let other)): one == other || abs((Double(one) ?? .nan) - (Double(other) ?? .nan)) < 1e-6
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)):
            one.count == other.count && one.allSatisfy { member in
                other.contains { $0.name.utf8.elementsEqual(member.name.utf8) && $0.value == member.value }
            }
        default: false
        }
    }
}

extension Json: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: Json...) { self = .array(elements) }
    public init(dictionaryLiteral members: (String, Json)...) { self = .object(members.map { (name: $0.0, value: $0.1) }) }

    public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    public init(_ number: Int) { self = .number(String(number)) }
}

extension Json: CustomStringConvertible {
    /// The JSON text, without white space.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): Json.quoted(text)
        case .array(let elements): "[\(elements.map(\.description).joined(separator: ","))]"
        case .object(let members): "{\(members.map { "\(Json.quoted($0.name)):\($0.value)" }.joined(separator: ","))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

import Foundation
import Tokenseal

/// What a case requires cannot be written in Swift: the compiler refuses the option, where other
/// languages answer `ERR_OPTION_INVALID`.
struct Unexpressible: Error {}

/// The options of a case, which are read one by one as the types of Swift's options.
struct Given {
    private var members: [String: Json]

    init(_ options: Json?) {
        members = (options?.members ?? [:]).filter { !$0.value.isNull }
    }

    /// All options were read: any other is unknown.
    func end() throws {
        guard members.isEmpty else { throw Unexpressible() }
    }

    mutating func flag(_ name: String) throws -> Bool? { try take(name, \.bool) }
    mutating func text(_ name: String) throws -> String? { try take(name, \.string) }
    mutating func texts(_ name: String) throws -> [String]? { try take(name, \.texts) }
    mutating func count(_ name: String) throws -> Int? { try take(name, \.integer) }
    mutating func time(_ name: String) throws -> Date? { try take(name, \.double).map { Date(timeIntervalSince1970: $0) } }

    mutating func textOrTexts(_ name: String) throws -> (any OneOrMany)? {
        try take(name) { json -> (any OneOrMany)? in if let text = json.string { text } else { json.texts } }
    }

    mutating func length(_ name: String) throws -> Length? {
        try take(name) { json in json.string.map { Length($0) } ?? json.integer.map { .seconds($0) } }
    }

    mutating func object(_ name: String) throws -> Header? { try take(name) { Given.header($0) } }
    mutating func objects(_ name: String) throws -> [Header]? { try take(name) { $0.array?.map(Given.header) } }

    mutating func objectOrObjects(_ name: String) throws -> JWS.Headers? {
        try take(name) { json in json.array.map { .each($0.map(Given.header)) } ?? .same(Given.header(json)) }
    }

    /// A name in a closed enum.
    mutating func choice<Name: RawRepresentable<String>>(_ name: String) throws -> Name? { try take(name) { $0.string.flatMap(Name.init(rawValue:)) } }

    mutating func choices<Name: RawRepresentable<String>>(_ name: String) throws -> [Name]? {
        try take(name) { json in
            let names = json.texts?.map(Name.init(rawValue:))
            return names.map { $0.compactMap(\.self) }.flatMap { $0.count == names?.count ? $0 : nil }
        }
    }

    /// The name of an algorithm, which the library may or may not have.
    mutating func name<Name>(_ name: String, _ make: (String) throws -> Name) throws -> Name? { try take(name) { try $0.string.map(make) } }

    /// The same in a list of what tokens may use, where a name that the type lacks is the program's
    /// mistake.
    mutating func names<Name>(_ name: String, _ make: (String) throws -> Name) throws -> [Name]? {
        try take(name) { try $0.texts?.map { name in do { return try make(name) } catch { throw Unexpressible() } } }
    }

    private mutating func take<Value>(_ name: String, _ read: (Json) throws -> Value?) throws -> Value? {
        guard let json = members.removeValue(forKey: name) else { return nil }
        guard let value = try read(json) else { throw Unexpressible() }
        return value
    }

    /// The text as written, so that the order is preserved.
    private static func header(_ json: Json) -> Header { Header(json: json.description) }
}

extension Json {
    fileprivate var texts: [String]? {
        guard let array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }

    /// The object without some of its members.
    func without(_ names: String...) -> Json {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !names.contains($0.name) })
    }
}

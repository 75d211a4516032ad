import Foundation
import Tokenseal

/// What a case asks for cannot be written in Swift: the compiler refuses the option, where other languages answer `ERR_OPTION_INVALID`.
struct Unexpressible: Error {}

/// The options of a case, as the types that Swift's functions take.
struct Options {
    private let members: [String: Json]

    /// Takes the options, of which the function has no others than those named.
    init(_ options: Json?, _ names: [String]) throws {
        members = (options?.members ?? [:]).filter { !$0.value.isNull }
        guard members.keys.allSatisfy(names.contains) else { throw Unexpressible() }
    }

    private func optional<Value>(_ name: String, _ read: (Json) throws -> Value?) throws -> Value? {
        guard let json = members[name] else { return nil }
        guard let value = try read(json) else { throw Unexpressible() }
        return value
    }

    func text(_ name: String) throws -> String? { try optional(name, \.string) }
    func flag(_ name: String, default other: Bool = false) throws -> Bool { try optional(name, \.bool) ?? other }
    func number(_ name: String) throws -> Int? { try optional(name, \.integer) }
    func date(_ name: String) throws -> Date? { try optional(name) { $0.double.map { Date(timeIntervalSince1970: $0) } } }
    func texts(_ name: String) throws -> [String]? { try optional(name, Options.texts) }
    func header(_ name: String) throws -> Header? { try optional(name, Options.header) }
    func eachHeader(_ name: String) throws -> [Header]? { try optional(name) { try $0.array?.map(Options.header) } }

    func oneOrMany(_ name: String) throws -> (any OneOrMany)? {
        try optional(name) { json -> (any OneOrMany)? in if let text = json.string { text } else { Options.texts(json) } }
    }

    func length(_ name: String) throws -> Length? {
        try optional(name) { json in json.string.map { Length($0) } ?? json.integer.map { .seconds($0) } }
    }

    func headers(_ name: String) throws -> JWS.Headers? {
        try optional(name) { json in
            if let each = json.array { return .each(try each.map(Options.header)) }
            return .same(try Options.header(json))
        }
    }

    /// A name of an enum that is closed.
    func name<Name: RawRepresentable<String>>(_ name: String, _: Name.Type = Name.self) throws -> Name? {
        try optional(name) { $0.string.flatMap { Name(rawValue: $0) } }
    }

    func names<Name: RawRepresentable<String>>(_ name: String, _: Name.Type = Name.self) throws -> [Name]? {
        try optional(name) { json in
            try Options.texts(json)?.map {
                guard let name = Name(rawValue: $0) else { throw Unexpressible() }
                return name
            }
        }
    }

    /// The name of an algorithm, which the core knows or not.
    func named<Name>(_ name: String, _ make: (String) throws -> Name) throws -> Name? { try optional(name) { try $0.string.map(make) } }

    func allNamed<Name>(_ name: String, _ make: (String) throws -> Name) throws -> [Name]? { try optional(name) { try Options.texts($0)?.map(make) } }

    private static func texts(_ json: Json) -> [String]? {
        guard let array = json.array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }

    /// The text as it stands, so that the order stays.
    private static func header(_ json: Json) throws -> Header { Header(json: json.description) }
}

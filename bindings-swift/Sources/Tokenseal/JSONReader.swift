/// Reads JSON text that the core has checked: it finds what was requested, and judges nothing.
///
/// Foundation's decoder would read all members to return one, and knows no number beyond 64 bits.
/// Names are compared byte by byte, as the core compares them. Whatever the text holds, nothing
/// reads beyond its end.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The value of a text.
    static func value(of text: String) -> JSONValue? { reading(text) { $0.value() } }

    /// The members of a text that is an object.
    static func object(_ text: String) -> [String: JSONValue] { value(of: text)?.object ?? [:] }

    /// The names of the members of a text that is an object.
    static func names(in text: String) -> [String] { reading(text) { $0.names() } ?? [] }

    /// One member of a text that is an object.
    static func member(_ name: String, of text: String) -> JSONValue? {
        reading(text) { $0.enter(name) ? $0.value() : nil }
    }

    /// The same, as the JSON text found there.
    static func memberText(_ name: String, of text: String) -> String? {
        reading(text) { $0.enter(name) ? $0.text() : nil }
    }

    /// The value at a path of names and indices.
    static func value(at path: [any CodingKey], of text: String) -> JSONValue? {
        reading(text) { reader in
            for key in path where !reader.enter(key) { return nil }
            return reader.value()
        }
    }

    private static func reading<Found>(
        _ text: String, _ find: (inout JSONReader) -> Found?
    ) -> Found? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = JSONReader(bytes)
            return find(&reader)
        }
    }

    // MARK: Finding

    private mutating func enter(_ key: any CodingKey) -> Bool {
        guard peek() == UInt8(ascii: "["), let index = key.intValue else {
            return enter(key.stringValue)
        }
        return enter(index)
    }

    /// Goes to the value of a member of the object that begins here.
    private mutating func enter(_ name: String) -> Bool {
        guard take(UInt8(ascii: "{")), peek() == UInt8(ascii: "\"") else { return false }
        repeat {
            guard let own = string(), take(UInt8(ascii: ":")) else { return false }
            if own.is(name) { return true }
            guard skip() else { return false }
        } while take(UInt8(ascii: ","))
        return false
    }

    private mutating func names() -> [String] {
        guard take(UInt8(ascii: "{")), peek() == UInt8(ascii: "\"") else { return [] }
        var names: [String] = []
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")), skip() else { return names }
            names.append(name.text)
        } while take(UInt8(ascii: ","))
        return names
    }

    /// Goes to an element of the list that begins here.
    private mutating func enter(_ index: Int) -> Bool {
        guard take(UInt8(ascii: "[")) else { return false }
        for _ in 0..<index {
            guard skip(), take(UInt8(ascii: ",")) else { return false }
        }
        return peek() != UInt8(ascii: "]")
    }

    /// Goes past the value that begins here.
    private mutating func skip() -> Bool {
        var depth = 0
        repeat {
            guard let first = peek() else { return false }
            switch first {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                (depth, at) = (depth + 1, at + 1)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                (depth, at) = (depth - 1, at + 1)
            case UInt8(ascii: ","), UInt8(ascii: ":"):
                at += 1
            default:
                guard !word().isEmpty else { return false }
            }
        } while depth > 0
        return true
    }

    /// The text of the value that begins here.
    private mutating func text() -> String? {
        guard peek() != nil else { return nil }
        let start = at
        guard skip() else { return nil }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
    }

    // MARK: Reading

    /// How deep a value may be nested; the core lets no deeper text pass.
    private static let deepest = 128

    /// The value that begins here.
    private mutating func value(depth: Int = deepest) -> JSONValue? {
        guard depth > 0, let first = peek() else { return nil }
        switch first {
        case UInt8(ascii: "\""): return string().map { .string($0.text) }
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        default: break
        }
        let word = word()
        switch word.first {
        case UInt8(ascii: "t"): return .bool(true)
        case UInt8(ascii: "f"): return .bool(false)
        case UInt8(ascii: "n"): return .null
        case nil: return nil
        default: return JSONValue(digits: word)
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        guard take(UInt8(ascii: "{")) else { return nil }
        var members: [String: JSONValue] = [:]
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")),
                let value = value(depth: depth - 1)
            else {
                return nil
            }
            members[name.text] = value
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONValue? {
        guard take(UInt8(ascii: "[")) else { return nil }
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            guard let value = value(depth: depth - 1) else { return nil }
            elements.append(value)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    /// The string that begins here.
    private mutating func string() -> JSONString? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = at
        var hasEscapes = false
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                let inside = UnsafeBufferPointer(rebasing: bytes[start..<at - 1])
                return JSONString(bytes: inside, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                at += 2
            default:
                at += 1
            }
        }
        return nil
    }

    /// The number, or the word, that begins here.
    private mutating func word() -> UnsafeBufferPointer<UInt8> {
        let start = at
        while at < bytes.count, JSONReader.isInWord(bytes[at]) { at += 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<at])
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"): true
        default: false
        }
    }

    /// The next byte that is not white space.
    private mutating func peek() -> UInt8? {
        while at < bytes.count {
            let byte = bytes[at]
            if byte > 0x20 { return byte }
            at += 1
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        at += 1
        return true
    }
}

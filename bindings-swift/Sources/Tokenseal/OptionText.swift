import Foundation

/// Options as the JSON text that crosses to the core, written member by member.
///
/// Foundation's encoder would change the order of headers. A value that JSON can't express, such as NaN, makes text that the core refuses.
struct OptionText {
    private var members = ""

    /// The object.
    var json: String { "{\(members)}" }

    mutating func add(_ name: String, _ flag: Bool, unless usual: Bool) {
        guard flag != usual else { return }
        begin(name)
        members += flag ? "true" : "false"
    }

    mutating func add<Choice: RawRepresentable<String>>(_ name: String, _ choice: Choice, unless usual: Choice) {
        if choice.rawValue != usual.rawValue { add(name, choice.rawValue) }
    }

    mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        begin(name)
        write(text)
    }

    mutating func add(_ name: String, _ texts: [String]?) {
        guard let texts else { return }
        begin(name)
        writeList(texts) { $0.write($1) }
    }

    mutating func add(_ name: String, _ texts: (any OneOrMany)?) {
        switch texts?.texts {
        case .one(let text): add(name, text)
        case .many(let texts): add(name, texts)
        case nil: break
        }
    }

    mutating func add(_ name: String, _ value: (some RawRepresentable<String>)?) { add(name, value?.rawValue) }

    mutating func add(_ name: String, _ values: [some RawRepresentable<String>]?) { add(name, values?.map(\.rawValue)) }

    mutating func add(_ name: String, _ count: Int?) {
        guard let count else { return }
        begin(name)
        members += String(count)
    }

    /// Seconds since the epoch.
    mutating func add(_ name: String, _ time: Date?) {
        guard let time else { return }
        begin(name)
        members += "\(time.timeIntervalSince1970)"
    }

    mutating func add(_ name: String, _ length: Length?) {
        switch length?.form {
        case .seconds(let seconds):
            begin(name)
            members += String(seconds)
        case .text(let text): add(name, text)
        case nil: break
        }
    }

    mutating func add(_ name: String, _ header: Header?) {
        guard let header else { return }
        begin(name)
        write(header)
    }

    mutating func add(_ name: String, _ headers: [Header]?) {
        guard let headers else { return }
        begin(name)
        writeList(headers) { $0.write($1) }
    }

    mutating func add(_ name: String, _ headers: JWS.Headers?) {
        switch headers {
        case .same(let header): add(name, header)
        case .each(let headers): add(name, headers)
        case nil: break
        }
    }

    private mutating func begin(_ name: String) {
        members += members.isEmpty ? "\"" : ",\""
        members += name
        members += "\":"
    }

    private mutating func writeList<Element>(_ elements: [Element], _ write: (inout OptionText, Element) -> Void) {
        members += "["
        for (at, element) in elements.enumerated() {
            if at > 0 { members += "," }
            write(&self, element)
        }
        members += "]"
    }

    /// A header's own text stays as it is. Text that is more than one object could add options, so the core gets something to refuse instead.
    private mutating func write(_ header: Header) {
        members += header.isOneObject ? header.json : "0"
    }

    private mutating func write(_ text: String) {
        members += "\""
        if text.utf8.contains(where: OptionText.isEscaped) {
            for scalar in text.unicodeScalars { members += OptionText.escaped(scalar) }
        } else {
            members += text
        }
        members += "\""
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        guard let byte = UInt8(exactly: scalar.value), isEscaped(byte) else { return String(scalar) }
        guard byte < 0x20 else { return "\\\(scalar)" }
        return (byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)
    }
}

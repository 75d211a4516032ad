import Foundation

/// Options as JSON text for the core, written member by member.
///
/// Foundation's encoder would change the order of headers. A value that JSON can't express, such as
/// NaN, makes text that the core refuses. The text is collected as bytes: appending to a `String`
/// takes several times as long.
struct OptionText {
    private var bytes: [UInt8] = []

    /// The object.
    var json: String { bytes.isEmpty ? "{}" : String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

    mutating func add(_ name: StaticString, _ flag: Bool, unless usual: Bool) {
        guard flag != usual else { return }
        begin(name)
        append(flag ? "true" : "false")
    }

    mutating func add<Choice: RawRepresentable<String>>(_ name: StaticString, _ choice: Choice, unless usual: Choice) {
        if choice.rawValue != usual.rawValue { add(name, choice.rawValue) }
    }

    mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        write(text)
    }

    mutating func add(_ name: StaticString, _ texts: [String]?) {
        guard let texts else { return }
        begin(name)
        writeList(texts) { $0.write($1) }
    }

    mutating func add(_ name: StaticString, _ texts: (any OneOrMany)?) {
        switch texts?.texts {
        case .one(let text): add(name, text)
        case .many(let texts): add(name, texts)
        case nil: break
        }
    }

    mutating func add(_ name: StaticString, _ value: (some RawRepresentable<String>)?) { add(name, value?.rawValue) }

    mutating func add(_ name: StaticString, _ values: [some RawRepresentable<String>]?) {
        guard let values else { return }
        begin(name)
        writeList(values) { $0.write($1.rawValue) }
    }

    mutating func add(_ name: StaticString, _ count: Int?) {
        guard let count else { return }
        begin(name)
        append(String(count))
    }

    /// Seconds since the epoch.
    mutating func add(_ name: StaticString, _ time: Date?) {
        guard let time else { return }
        begin(name)
        append("\(time.timeIntervalSince1970)")
    }

    mutating func add(_ name: StaticString, _ length: Length?) {
        switch length?.form {
        case .seconds(let seconds):
            begin(name)
            append(String(seconds))
        case .text(let text): add(name, text)
        case nil: break
        }
    }

    mutating func add(_ name: StaticString, _ header: Header?) {
        guard let header else { return }
        begin(name)
        write(header)
    }

    mutating func add(_ name: StaticString, _ headers: [Header]?) {
        guard let headers else { return }
        begin(name)
        writeList(headers) { $0.write($1) }
    }

    mutating func add(_ name: StaticString, _ headers: JWS.Headers?) {
        switch headers {
        case .same(let header): add(name, header)
        case .each(let headers): add(name, headers)
        case nil: break
        }
    }

    private mutating func begin(_ name: StaticString) {
        if bytes.isEmpty {
            // Room for most options, at once.
            bytes.reserveCapacity(320)
            append("{\"")
        } else {
            append(",\"")
        }
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        append("\":")
    }

    private mutating func writeList<Element>(_ elements: [Element], _ write: (inout OptionText, Element) -> Void) {
        append("[")
        for (at, element) in elements.enumerated() {
            if at > 0 { append(",") }
            write(&self, element)
        }
        append("]")
    }

    /// A header's own text stays as it is. Text that is more than one object could add options, so
    /// the core is given something to refuse instead.
    private mutating func write(_ header: Header) {
        append(header.isOneObject ? header.json : "0")
    }

    private mutating func write(_ text: String) {
        append("\"")
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: OptionText.isEscaped) {
                for byte in utf8 { append(escaping: byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        append("\"")
    }

    private mutating func append(escaping byte: UInt8) {
        if byte < 0x20 {
            append(byte < 0x10 ? "\\u000" : "\\u00")
            append(String(byte, radix: 16))
        } else {
            if OptionText.isEscaped(byte) { append("\\") }
            bytes.append(byte)
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}

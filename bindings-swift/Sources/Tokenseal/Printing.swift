// How values print, here and in Kotlin: `Type(member=value, …)`, without what is absent. Names from
// the RFCs are not quoted; anything that someone else may have chosen is, so that it cannot forge a
// log line. Claims, headers, payloads, option values and native objects never show.

/// What prints as its `description` wherever it is printed.
protocol Printed: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Printed {
    /// The same as `description`.
    public var debugDescription: String { description }

    /// An empty mirror: `dump` and debuggers see nothing inside.
    public var customMirror: Mirror { hidden(self) }
}

/// A type and its members, as they print.
func shown(_ type: String, _ members: [(name: String, value: String?)]) -> String {
    let given = members.compactMap { name, value in value.map { "\(name)=\($0)" } }
    return "\(type)(\(given.joined(separator: ", ")))"
}

/// The options of a struct that are given, without their values. `json` is what the core gets.
func shown(_ type: String, optionsIn json: String) -> String {
    let names = JSONReader.names(in: json)
    return shown(type, names.map { (renamedOptions[$0] ?? optionNames[$0] ?? $0, "…") })
}

/// Text as a JSON string in ASCII.
func quoted(_ text: String?) -> String? {
    guard let text else { return nil }
    var quoted = "\""
    for unit in text.utf16 {
        switch unit {
        case 0x22, 0x5C: quoted += "\\" + String(UnicodeScalar(UInt8(unit)))
        case 0x20...0x7E: quoted.unicodeScalars.append(UnicodeScalar(UInt8(unit)))
        default:
            let digits = String(unit, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
    return quoted + "\""
}

/// A mirror that shows nothing, for `dump`.
func hidden(_ value: Any) -> Mirror { Mirror(value, children: EmptyCollection<Mirror.Child>()) }

/// A string as written in JSON text that the core has checked, between its quotes.
struct JSONString {
    let bytes: UnsafeBufferPointer<UInt8>
    let hasEscapes: Bool

    /// What it says.
    var text: String {
        if hasEscapes { return String(decoding: unescaped, as: UTF8.self) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether it says exactly this, byte for byte: Swift's `==` treats canonically equivalent
    /// strings as equal.
    func `is`(_ other: String) -> Bool {
        if hasEscapes { return unescaped.elementsEqual(other.utf8) }
        return bytes.count == other.utf8.count && bytes.elementsEqual(other.utf8)
    }

    private var unescaped: [UInt8] {
        var text: [UInt8] = []
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte != UInt8(ascii: "\\") {
                text.append(byte)
            } else if at < bytes.count {
                let letter = bytes[at]
                at += 1
                if letter == UInt8(ascii: "u") {
                    text.append(contentsOf: String(Character(scalar(&at))).utf8)
                } else {
                    text.append(JSONString.meaning(of: letter))
                }
            }
        }
        return text
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The character after `\u`, from one code unit or a surrogate pair. The core lets no lone
    /// surrogate pass.
    private func scalar(_ at: inout Int) -> Unicode.Scalar {
        let first = unit(&at)
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        at += 2
        let second = unit(&at)
        guard (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
    }

    /// Four hexadecimal digits.
    private func unit(_ at: inout Int) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 where at < bytes.count {
            unit = unit << 4 | UInt32(Character(Unicode.Scalar(bytes[at])).hexDigitValue ?? 0)
            at += 1
        }
        return unit
    }
}

import Foundation

// A checked token crosses the boundary as one string, which costs a fraction of what a record does.
// `bridge/src/packed/text.rs` describes it: a digit for the kind, one that only JavaScript needs,
// one for how possession was proven, and five JSON texts with a separator between them.

extension Token {
    /// Takes apart what the core packed.
    init(packed: String) throws(TokenError) {
        var packed = packed
        guard let token = packed.withUTF8({ Token(unpacking: $0) }) else { throw TokenError.defect }
        self = token
    }

    private init?(unpacking bytes: UnsafeBufferPointer<UInt8>) {
        let kind: TokenKind
        switch bytes.first {
        case UInt8(ascii: "0"): kind = .signed
        case UInt8(ascii: "1"): kind = .encrypted
        case UInt8(ascii: "2"): kind = .nested
        default: return nil
        }
        let provenBy: ProvenBy?
        switch bytes.count > 2 ? bytes[2] : 0 {
        case UInt8(ascii: "0"): provenBy = nil
        case UInt8(ascii: "1"): provenBy = .dpop
        case UInt8(ascii: "2"): provenBy = .certificate
        default: return nil
        }
        var members = Members(bytes: bytes, at: 3)
        guard let claims = members.nextJSON(), let header = members.nextJSON() else { return nil }
        let keyID = members.nextString()
        let outerHeader = members.nextJSON()
        let decryptionKeyID = members.nextString()
        guard members.isComplete else { return nil }
        self.init(
            claimsJSON: claims, headerJSON: header, keyID: keyID, kind: kind, outerHeaderJSON: outerHeader, decryptionKeyID: decryptionKeyID,
            provenBy: provenBy)
    }
}

/// The members of a token, one after the other. One that is missing or cannot be read invalidates
/// the whole.
private struct Members {
    let bytes: UnsafeBufferPointer<UInt8>
    var at: Int
    private var isSpoilt = false

    init(bytes: UnsafeBufferPointer<UInt8>, at: Int) {
        self.bytes = bytes
        self.at = at
    }

    /// Whether all was read, and nothing is left.
    var isComplete: Bool { at == bytes.count + 1 && !isSpoilt }

    /// A member that is given as JSON text.
    mutating func nextJSON() -> String? {
        next().map { String(decoding: $0, as: UTF8.self) }
    }

    /// A member that is a JSON string, most of which have no escapes.
    mutating func nextString() -> String? {
        guard let text = next() else { return nil }
        if text.count >= 2, place(of: UInt8(ascii: "\\"), in: text) == nil {
            return String(decoding: UnsafeBufferPointer(rebasing: text[1..<text.count - 1]), as: UTF8.self)
        }
        let string = try? JSONDecoder().decode(String.self, from: Data(text))
        isSpoilt = isSpoilt || string == nil
        return string
    }

    /// The text up to the next separator, or all that is left; nil for `null`.
    private mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard at <= bytes.count else {
            isSpoilt = true
            return nil
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[at...])
        let text = UnsafeBufferPointer(rebasing: rest.prefix(place(of: 0x1f, in: rest) ?? rest.count))
        at += text.count + 1
        // Objects and strings start with something else.
        return text.first == UInt8(ascii: "n") ? nil : text
    }

    /// Where a byte first occurs. The claims are long, and memchr examines many bytes at a time.
    private func place(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, CInt(byte), bytes.count) else { return nil }
        return UnsafeRawPointer(start).distance(to: UnsafeRawPointer(found))
    }
}

// A checked token crosses as one text, which costs a fraction of what a record does. `packed` in the UniFFI crate writes it.

extension Token {
    /// Takes apart what the core packed: the kind, five lengths in bytes (`-` for none) with a comma after each, and the five texts.
    init(packed: String) throws(TokenError) {
        var packed = packed
        let token = packed.withUTF8 { Token(unpacking: $0) }
        guard let token else { throw TokenError(code: .internal, message: "a defect of the library was caught") }
        self = token
    }

    private init?(unpacking bytes: UnsafeBufferPointer<UInt8>) {
        let kind: TokenKind
        switch bytes.first {
        case UInt8(ascii: "s"): kind = .signed
        case UInt8(ascii: "e"): kind = .encrypted
        case UInt8(ascii: "n"): kind = .nested
        default: return nil
        }
        var at = 1
        // One after the other, and no list of them, which would be an allocation.
        let lengths = (Token.length(bytes, &at), Token.length(bytes, &at), Token.length(bytes, &at), Token.length(bytes, &at), Token.length(bytes, &at))
        guard let claims = Token.text(bytes, &at, lengths.0), let header = Token.text(bytes, &at, lengths.1) else { return nil }
        self.init(
            claimsJSON: claims, headerJSON: header, keyID: Token.text(bytes, &at, lengths.2), kind: kind,
            outerHeaderJSON: Token.text(bytes, &at, lengths.3), decryptionKeyID: Token.text(bytes, &at, lengths.4))
    }

    /// The number before the next comma, and the place after that.
    private static func length(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Int? {
        var length: Int?
        while at < bytes.count, bytes[at] != UInt8(ascii: ",") {
            if bytes[at] != UInt8(ascii: "-") { length = (length ?? 0) * 10 + Int(bytes[at] - UInt8(ascii: "0")) }
            at += 1
        }
        at += 1
        return length
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ length: Int?) -> String? {
        guard let length, at + length <= bytes.count else { return nil }
        defer { at += length }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[at..<at + length]), as: UTF8.self)
    }
}

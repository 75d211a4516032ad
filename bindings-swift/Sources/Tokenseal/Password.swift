import Foundation

/// A password: of an encrypted key, or one that tokens are encrypted with. No description of it
/// shows it.
///
/// ```swift
/// let key = try Key(password: "correct horse")
/// let token = try encrypt(["sub": "alice"], to: key, options: EncryptOptions(expiresIn: "5m"))
/// try decrypt(token, with: Key(password: Password(Data("correct horse".utf8))))["sub"] // => "alice"
/// "\(Password("correct horse"))" // => "Password(…)"
/// ```
public struct Password: Sendable, ExpressibleByStringLiteral {
    let bytes: Data

    /// A password as text; its bytes are UTF-8.
    public init(_ text: String) {
        bytes = Data(text.utf8)
    }

    /// A password as bytes.
    public init(_ bytes: Data) {
        self.bytes = bytes
    }

    /// A password in a program: for tests.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

extension Password: Printed {
    /// Not the password.
    public var description: String { "Password(…)" }
}

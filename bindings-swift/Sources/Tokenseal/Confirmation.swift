import Foundation
internal import TokensealNative

extension Issuer {
    /// What a token is bound to, so that nobody else can use it: it becomes the claim `cnf`
    /// (RFC 7800).
    public enum Confirmation: Sendable {
        /// The key that the holder proves possession of with each request: its thumbprint, `jkt`
        /// (RFC 9449, section 6). The public half is enough.
        case key(Key)
        /// The certificate that the holder uses in the TLS handshake, in DER or PEM: its hash,
        /// `x5t#S256` (RFC 8705, section 3).
        case certificate(Data)

        var native: NativeConfirm {
            switch self {
            case .key(let key): .key(key: key.native)
            case .certificate(let bytes): .certificate(bytes: bytes)
            }
        }
    }
}

extension Issuer.Confirmation: Printed {
    /// Which kind it is.
    public var description: String {
        switch self {
        case .key: "Confirmation(key)"
        case .certificate: "Confirmation(certificate)"
        }
    }
}

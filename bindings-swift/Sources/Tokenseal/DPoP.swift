import Foundation
internal import TokensealNative

/// Proofs that an app holds the key that its token is bound to (DPoP, RFC 9449): someone who steals
/// the token cannot make them.
///
/// The app makes a key of its own, and with it a proof for each request, which it sends in the
/// header `DPoP`, next to `Authorization: DPoP …`. The issuer binds the token to the key
/// (``Issuer/issue(_:confirm:options:)``), and a ``Verifier`` with
/// ``VerifierOptions/publicOrigins`` checks both (``Verifier/verify(_:certificate:options:)``).
///
/// ```swift
/// let (issuersKey, appsKey) = (try Key.generate(.ES256), try Key.generate(.ES256))
/// let issuer = try Issuer(signingKey: issuersKey, options: IssuerOptions(lifetime: "5m"))
/// let token = try issuer.issue(["sub": "alice"], confirm: .key(appsKey.publicKey))
///
/// let proof = try DPoP.prove("GET", "https://api.example/orders?page=2", with: appsKey, options: ProofOptions(accessToken: token))
///
/// let verifier = try Verifier(keys: issuersKey.publicKey, expecting: VerifierOptions(publicOrigins: ["https://api.example"]))
/// let sent = CheckOptions(proof: proof, method: "GET", url: "/orders?page=2")
/// try verifier.verify(token, options: sent)["sub"] // => "alice"
/// try verifier.verify(token, options: sent) // throws .dpopInvalid
/// try verifier.verify(token) // throws .jwtNotBound
/// ```
public enum DPoP {
    /// Makes a proof for one request: the value of its header `DPoP` (RFC 9449, section 4).
    ///
    /// - Parameters:
    ///   - method: The method of the request, such as `POST`.
    ///   - url: The URL of the request. Its query and fragment are ignored.
    ///   - key: The private key that the token is, or will be, bound to.
    ///   - options: ``ProofOptions/accessToken`` is the token that is sent with the proof. Leave it
    ///     out of a request for a token.
    /// - Returns: The proof.
    /// - Throws: `ERR_KEY_MISMATCH` for a key that cannot sign, or is a shared secret;
    ///   `ERR_OPTION_INVALID` for an invalid method or URL, or a wrong option.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// try DPoP.prove("POST", "https://login.example/token", with: key).split(separator: ".").count // => 3
    /// try DPoP.prove("POST", "login.example/token", with: key) // throws .optionInvalid
    /// ```
    public static func prove(
        _ method: String, _ url: String, with key: Key, options: ProofOptions = ProofOptions()
    ) throws(TokenError) -> String {
        try crossing { try proveWith(key: key.native, method: method, url: url, given: options.json) }
    }

    /// Makes a proof for one request with a key that is kept elsewhere, such as in the Secure
    /// Enclave.
    ///
    /// - Parameters:
    ///   - method: The method of the request, such as `POST`.
    ///   - url: The URL of the request. Its query and fragment are ignored.
    ///   - key: The key that the token is, or will be, bound to.
    ///   - options: As for ``prove(_:_:with:options:)``.
    /// - Returns: The proof.
    /// - Throws: As that call; `ERR_JWS_SIGNATURE_VERIFICATION_FAILED` if what the key returned is
    ///   not its signature, or if it threw an error, which then is the ``TokenError/cause``.
    public static func proveAsync(
        _ method: String, _ url: String, with key: some ExternalKey, options: ProofOptions = ProofOptions()
    ) async throws(TokenError) -> String {
        let unsigned = try prepare(method, url, for: key.publicKey, options: options)
        var signature = Data()
        var cause: (any Error)?
        do {
            signature = try await key.signature(for: unsigned.signingInput)
        } catch {
            // No signature: refused like a wrong one.
            cause = error
        }
        do throws(TokenError) {
            return try unsigned.complete(signature: signature, options: CompleteOptions(format: key.signatureFormat))
        } catch {
            throw cause.map(error.caused) ?? error
        }
    }

    /// Prepares a proof whose signature is made elsewhere: sign ``Unsigned/signingInput`` there,
    /// and ``Unsigned/complete(signature:options:)`` it.
    ///
    /// - Parameters:
    ///   - method: The method of the request, such as `POST`.
    ///   - url: The URL of the request. Its query and fragment are ignored.
    ///   - publicKey: The public half of the key that will sign, bound to its algorithm.
    ///   - options: As for ``prove(_:_:with:options:)``.
    /// - Returns: The proof to be signed.
    /// - Throws: As ``prove(_:_:with:options:)``.
    ///
    /// ```swift
    /// let key = try Key.generate(.ES256)
    /// let unsigned = try DPoP.prepare("GET", "https://api.example/orders", for: key.publicKey)
    /// String(decoding: unsigned.signingInput, as: UTF8.self).split(separator: ".").count // => 2
    /// try unsigned.complete(signature: Data(count: 64)) // throws .jwsSignatureVerificationFailed
    /// ```
    public static func prepare(
        _ method: String, _ url: String, for publicKey: Key, options: ProofOptions = ProofOptions()
    ) throws(TokenError) -> Unsigned {
        try Unsigned(crossing { try prepareProof(publicKey: publicKey.native, method: method, url: url, given: options.json) })
    }
}

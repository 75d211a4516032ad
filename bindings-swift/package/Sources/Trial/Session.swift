import Foundation
import Tokenseal

/// This program's own claims.
struct Claims: Codable, Hashable, Sendable {
    let sub: String
    let aud: Texts
    let scope: [String]
    let born: NumericDate
}

/// The user who signed in: an actor, since several tasks renew tokens.
actor Session {
    private let issuer: Issuer
    private let verifier: Verifier
    private(set) var token: Token?

    init(issuer: Issuer, verifier: Verifier) {
        self.issuer = issuer
        self.verifier = verifier
    }

    func renew(_ claims: Claims) throws(TokenError) -> Token {
        let renewed = try verifier.verify(issuer.issue(claims))
        token = renewed
        return renewed
    }
}

/// Renews in many tasks at once, with one issuer and one verifier, and says whose tokens resulted.
func renewed(_ session: Session, _ claims: Claims) async throws -> Set<String?> {
    try await withThrowingTaskGroup(of: String?.self) { group in
        for _ in 0..<16 {
            group.addTask { try await session.renew(claims).subject }
        }
        var subjects: Set<String?> = []
        for try await subject in group { subjects.insert(subject) }
        return subjects
    }
}

/// What a view shows.
@MainActor
final class Model {
    private(set) var subject: String?
    private(set) var failure: TokenError?

    func show(_ result: Result<Token, TokenError>) {
        switch result {
        case .success(let token): subject = token.subject
        case .failure(let error): failure = error
        }
    }
}

/// A key that could be in a Secure Enclave.
struct Enclave: ExternalKey {
    let publicKey: Key
    let signatureFormat = SignatureFormat.raw

    func signature(for input: Data) async throws -> Data {
        throw TokenError(code: .keyMismatch, message: "there is none")
    }
}

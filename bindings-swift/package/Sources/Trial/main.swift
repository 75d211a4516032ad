import Foundation
import Tokenseal

let name = "https://login.example"
let signingKey = try Key.generate(.ES256)
let verifier = try Verifier(
    keys: signingKey.publicKey, expecting: VerifierOptions(issuer: name, audience: "app"))
let issuer = try Issuer(
    signingKey: signingKey, options: IssuerOptions(issuer: name, lifetime: .minutes(5)))

let session = Session(issuer: issuer, verifier: verifier)
let claims = Claims(
    sub: "alice", aud: ["app", "web"], scope: ["read"], born: NumericDate(.distantPast))

let subjects = try await renewed(session, claims)
precondition(subjects == ["alice"])
let token = await session.token
precondition(token?.audience == ["app", "web"] && token?["scope"]?[0] == "read")
let again = try token?.claims(as: Claims.self)
precondition(again == claims)

let model = Model()
model.show(Result { () throws(TokenError) in try verifier.verify("no token") })
precondition(model.failure?.code == .jwtInvalid)
let renewed = try await session.renew(claims)
model.show(.success(renewed))
precondition(model.subject == "alice")

do {
    let enclave = Enclave(publicKey: try signingKey.publicKey)
    _ = try await DPoP.proveAsync("GET", "https://api.example/", with: enclave)
    preconditionFailure("a proof without a signature")
} catch {
    precondition(error.cause is TokenError)
}

var secret = try signingKey.jwkData(options: .private)
let copy = try Key(jwk: secret)
precondition(copy == signingKey)
secret.resetBytes(in: secret.indices)
precondition(secret.allSatisfy { $0 == 0 })

print("tokenseal works")

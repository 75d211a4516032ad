import Foundation
import Tokenseal

/// Checked tokens of an identity provider that say what has ended.
enum Told {
    static let sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"

    static func logout(_ issuer: String, _ claims: [String: JSONValue], at now: Date? = nil) throws -> Token {
        let events: JSONValue = ["http://schemas.openid.net/event/backchannel-logout": [:]]
        return try checked(issuer, .logoutToken, claims.merging(["events": events]) { $1 }, now)
    }

    static func event(_ issuer: String, _ name: String, _ subject: JSONValue, at now: Date? = nil) throws -> Token {
        try checked(issuer, .securityEvent, ["sub_id": subject, "events": .object([name: [:]])], now)
    }

    private static func checked(_ issuer: String, _ profile: Profile, _ claims: [String: JSONValue], _ now: Date?) throws -> Token {
        let made = SignOptions(expiresIn: "2m", issuer: issuer, audience: "api", profile: profile, now: now)
        let text = try sign(claims, with: Samples.hmac, options: made)
        return try Verifier(keys: Samples.hmac, expecting: VerifierOptions(issuer: issuer, audience: "api", profile: profile)).verify(text, now: now)
    }
}

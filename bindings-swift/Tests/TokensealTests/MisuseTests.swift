import Foundation
import Testing
import Tokenseal

@Suite struct Misuse {
    @Test(arguments: Samples.readers.map(\.name)) func wrongTokens(_ name: String) throws {
        let read = try #require(Samples.readers.first { $0.name == name }).read
        let wrong = [
            "", ".", "..", "...", "....", "a", "{}", "{", "[]", "null", "\0", "é.é.é", "\u{1F600}", "a.b.c", "a.b.c.d.e", " " + Samples.signed,
            Samples.signed + "\n", Samples.signed + ".", "eyJhbGciOiJub25lIn0.e30", String(repeating: "A", count: 300_000),
            String(repeating: ".", count: 300_000), String(repeating: "{\"a\":", count: 50_000),
        ]
        for token in wrong {
            let code = code { () throws(TokenError) in try read(token) }
            #expect(code != nil && code != .internal, "\(name) of \(token.prefix(40))")
        }
    }

    @Test func spoiltTokens() {
        var generator = SystemRandomNumberGenerator()
        for round in 0..<3000 {
            let token = [Samples.signed, Samples.encrypted, Samples.sealed][round % 3]
            var scalars = Array(token.unicodeScalars)
            let at = Int.random(in: 0..<scalars.count, using: &generator)
            scalars.replaceSubrange(at..<min(scalars.count, at + round % 5), with: [Unicode.Scalar(UInt32.random(in: 0..<0x180, using: &generator))!])
            let spoilt = String(String.UnicodeScalarView(scalars))
            for (name, read) in Samples.readers {
                #expect(code { () throws(TokenError) in try read(spoilt) } != .internal, "\(name) of \(spoilt)")
            }
        }
    }

    @Test func wrongOptions() {
        let wrong: [(String, TokenError.Code, () throws(TokenError) -> Void)] = [
            ("no expiry", .optionInvalid, { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac) }),
            ("zero", .optionInvalid, { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 0)) }),
            ("negative", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: .minutes(-5)))
            }),
            ("too large", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: .days(.max)))
            }),
            ("no unit", .optionInvalid, { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: "15")) }),
            ("text", .optionInvalid, { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, expecting: VerifierOptions(leeway: "soon")) }),
            ("no keys", .optionInvalid, { () throws(TokenError) in _ = try Verifier() }),
            ("no key", .optionInvalid, { () throws(TokenError) in _ = try Issuer() }),
            ("empty list", .optionInvalid, { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, expecting: VerifierOptions(audience: [String]())) }),
            ("limit", .optionInvalid, { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, expecting: VerifierOptions(maxTokenBytes: -1)) }),
            ("depth", .optionInvalid, { () throws(TokenError) in _ = try Verifier(keys: Samples.hmac, expecting: VerifierOptions(maxJSONDepth: .max)) }),
            ("header", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, header: ["alg": "none"]))
            }),
            ("twice", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, header: ["x": 1, "x": 2]))
            }),
            ("wide", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, header: Header(json: #"{"x":18446744073709551616}"#)))
            }),
            ("NaN", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, header: ["x": .number(.nan)]))
            }),
            ("no time", .optionInvalid, { () throws(TokenError) in
                _ = try verify(Samples.signed, with: Samples.hmac, expecting: VerifyOptions(now: Date(timeIntervalSince1970: .nan)))
            }),
            ("endless", .optionInvalid, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, now: Date(timeIntervalSince1970: .infinity)))
            }),
            ("claims", .jwtInvalid, { () throws(TokenError) in
                _ = try sign(["at": Date(timeIntervalSince1970: .infinity)], with: Samples.hmac, options: SignOptions(expiresIn: 60))
            }),
            ("bits", .optionInvalid, { () throws(TokenError) in _ = try Key.generate(.RS256, options: GenerateOptions(bits: -1)) }),
            ("several keys", .optionInvalid, { () throws(TokenError) in _ = try JWS.sign(Data(), with: [Samples.hmac, Samples.signing]) }),
            ("no key at all", .optionInvalid, { () throws(TokenError) in _ = try JWS.sign(Data(), with: [Key]()) }),
            ("no key to try", .jwksNoMatchingKey, { () throws(TokenError) in _ = try verify(Samples.signed, with: [Key]()) }),
            ("public", .keyMismatch, { () throws(TokenError) in
                _ = try sign(Samples.claims, with: Samples.signing.publicKey, options: SignOptions(expiresIn: 60))
            }),
            ("other use", .keyMismatch, { () throws(TokenError) in
                _ = try encrypt(Samples.claims, to: Samples.hmac, options: EncryptOptions(expiresIn: 60))
            }),
        ]
        for (name, expected, call) in wrong {
            let found = code(call)
            #expect(found == expected, "\(name): \(String(describing: found))")
        }
    }

    @Test @available(macOS 13, iOS 16, *) func durations() {
        for duration in [Duration.milliseconds(1500), .nanoseconds(1), .zero, .seconds(-1), .seconds(Int64.max)] {
            let options = SignOptions(expiresIn: Length(duration))
            #expect(code { () throws(TokenError) in _ = try sign(Samples.claims, with: Samples.hmac, options: options) } == .optionInvalid)
        }
    }

    @Test func wrongClaims() {
        struct Thrower: Encodable {
            struct Own: Error {}
            func encode(to encoder: any Encoder) throws { throw Own() }
        }
        struct Nothing: Encodable {
            func encode(to encoder: any Encoder) throws {}
        }
        let wrong: [any Encodable & Sendable] = [
            "text", 1, true, [1, 2], [String](), Double.nan, ["x": Double.infinity], JSONText(""), JSONText("{}x"), JSONText("{\"a\":1,\"a\":2}"),
            JSONText("[]"), ["a": JSONText("1")], Thrower(), Nothing?.none, JSONValue.null,
        ]
        for claims in wrong {
            let options = SignOptions(expiresIn: 60)
            #expect(code { () throws(TokenError) in _ = try sign(claims, with: Samples.hmac, options: options) } == .jwtInvalid, "\(claims)")
        }
    }

    @Test func wrongKeys() {
        let wrong: [(TokenError.Code, () throws(TokenError) -> Void)] = [
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(jwk: "") }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(jwk: "[]") }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(jwk: ["kty": "oct"], options: JWKOptions(algorithm: .HS256)) }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(pem: "", algorithm: .ES256) }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(der: Data(), algorithm: .ES256) }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(certificate: Data([1, 2, 3]), algorithm: .ES256) }),
            (.keyWeak, { () throws(TokenError) in _ = try Key(secret: Data(), algorithm: .HS256) }),
            (.jwksInvalid, { () throws(TokenError) in _ = try KeySet(jwks: "") }),
            (.jwksInvalid, { () throws(TokenError) in _ = try KeySet(jwks: "{}") }),
            (.joseNotSupported, { () throws(TokenError) in _ = try Algorithm(named: "none") }),
            (.joseNotSupported, { () throws(TokenError) in _ = try Algorithm(named: "hs256") }),
            (.joseNotSupported, { () throws(TokenError) in _ = try Curve(named: "") }),
        ]
        for (expected, call) in wrong {
            #expect(code(call) == expected)
        }
    }
}

import Foundation
import Testing
import Tokenseal

@Suite struct API {
    struct Claims: Codable, Equatable {
        var sub: String
        var scope: [String]
        var born: Date
        var exp: Date?
    }

    /// Dates are NumericDates, in both directions.
    @Test func ownTypes() throws {
        let given = Claims(sub: "alice", scope: ["read"], born: Date(timeIntervalSince1970: 12), exp: Date(timeIntervalSince1970: 4_000_000_000))
        let token = try sign(given, with: Samples.hmac)
        #expect(try inspectUnverified(token).claimsJSON?.contains(#""born":12,"exp":4000000000,"#) == true)
        #expect(try Verifier(keys: Samples.hmac).verify(token, as: Claims.self) == given)
        #expect(try verify(token, with: Samples.hmac).claims(as: Claims.self) == given)
    }

    /// Like every time that is written into a token.
    @Test func datesAreRoundedDown() throws {
        for (seconds, written) in [(7.9, 7), (-0.5, -1)] {
            let options = SignOptions(noExpiry: true, now: Date(timeIntervalSince1970: 0))
            let token = try sign(["at": Date(timeIntervalSince1970: seconds)], with: Samples.hmac, options: options)
            #expect(try inspectUnverified(token).claimsJSON == #"{"at":\#(written),"iat":0}"#)
        }
    }

    @Test func typesThatDoNotFit() throws {
        struct Wrong: Decodable { let sub: Int }
        struct More: Decodable { let email: String }
        struct Deep: Decodable {
            struct Inner: Decodable { let a: String }
            let inner: Inner
        }
        let text = try sign(["sub": "alice", "inner": ["a": 5]] as JSONValue, with: Samples.hmac, options: SignOptions(expiresIn: 60))
        let token = try verify(text, with: Samples.hmac)
        func refused<T: Decodable>(_ type: T.Type) -> TokenError? {
            do throws(TokenError) {
                _ = try token.claims(as: type)
                return nil
            } catch {
                return error
            }
        }
        #expect(refused(Wrong.self)?.claim == "sub" && refused(More.self)?.claim == "email" && refused(Deep.self)?.claim == "inner")
        #expect(refused(Wrong.self)?.code == .jwtClaimInvalid && refused([Int].self)?.code == .jwtClaimInvalid && refused([Int].self)?.claim == nil)
    }

    @Test func integers() throws {
        for number in ["9223372036854775807", "-9223372036854775808", "9007199254740993"] {
            let token = try verify(sign(JSONText(#"{"n":\#(number)}"#), with: Samples.hmac, options: SignOptions(expiresIn: 60)), with: Samples.hmac)
            #expect(token["n"]?.integer.map(String.init) == number)
        }
        let token = try verify(sign(["n": UInt64.max], with: Samples.hmac, options: SignOptions(expiresIn: 60)), with: Samples.hmac)
        #expect(try token.claims(as: N.self).n == .max)
    }

    struct N: Decodable { let n: UInt64 }

    @Test func keysAreValues() throws {
        let copy = try Key(jwk: Samples.signing.jwk(options: .private))
        #expect(copy == Samples.signing && Set([copy, Samples.signing, Samples.hmac]).count == 2)
        #expect(try copy != Samples.signing.publicKey)
        let set = KeySet([Samples.signing, Samples.hmac])
        #expect(set.map(\.keyID) == ["s", "h"] && set.count == 2 && set.last == Samples.hmac)
    }

    /// Keys go in and out as bytes just as they do as text, from any position in a `Data`.
    @Test func keysAsBytes() throws {
        for key in [Samples.signing, Samples.sealing, Samples.hmac] {
            let bytes = try key.jwkData(options: .private)
            #expect(try bytes == Data(key.jwk(options: .private).utf8) && Key(jwk: bytes) == key)
            #expect(try Key(jwk: (Data([1, 2]) + bytes).dropFirst(2)) == key)
        }
        let named = KeyOptions(keyID: "s")
        let (pem, der) = try (
            Samples.signing.pemData(options: .private), Samples.signing.der(options: .private))
        #expect(try pem == Data(Samples.signing.pem(options: .private).utf8))
        #expect(try Key(pem: pem, algorithm: .ES256, options: named) == Samples.signing)
        #expect(try Key(der: der, algorithm: .ES256, options: named) == Samples.signing)
        let wrong: [(TokenError.Code, () throws(TokenError) -> Void)] = [
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(jwk: Data()) }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(jwk: Data([0xff, 0xfe])) }),
            (.jwkInvalid, { () throws(TokenError) in _ = try Key(pem: Data(), algorithm: .ES256) }),
            (.keyMismatch, { () throws(TokenError) in _ = try Samples.hmac.jwkData() }),
            (.keyMismatch, { () throws(TokenError) in _ = try Samples.hmac.pemData(options: .private) }),
        ]
        for (expected, call) in wrong { #expect(code(call) == expected) }
    }

    /// The registered claims, in every form that a token may have them in.
    @Test func registeredClaims() throws {
        let lenient = VerifyOptions(
            allowMissingExp: true, allowAnyAudience: true, allowAnyIssuer: true, allowNumericSubject: true)
        let read = { (claims: String) in
            try verify(
                JWS.sign(Data(claims.utf8), with: Samples.hmac), with: Samples.hmac, expecting: lenient)
        }
        let none = try read("{}")
        #expect(none.issuer == nil && none.subject == nil && none.audience.isEmpty && none.tokenID == nil)
        #expect(none.expiresAt == nil && none.notBefore == nil && none.issuedAt == nil)
        let all = try read(
            #"{"iss":"i","sub":"s","aud":["a","b"],"exp":4102444800.5,"nbf":1,"iat":2e0,"jti":"t"}"#)
        #expect(all.issuer == "i" && all.subject == "s" && all.audience == ["a", "b"] && all.tokenID == "t")
        #expect(all.expiresAt == Date(timeIntervalSince1970: 4_102_444_800.5))
        #expect(all.notBefore == Date(timeIntervalSince1970: 1))
        #expect(all.issuedAt == Date(timeIntervalSince1970: 2))
        let odd = try read(#"{"sub":7,"aud":"a"}"#)
        #expect(odd.subject == nil && odd["sub"] == 7 && odd.audience == ["a"])
        #expect(try read(#"{"aud":null}"#).audience.isEmpty)
    }

    /// Each code has a number of its own, by which it is found again.
    @Test func numbersOfErrors() {
        #expect(Set(TokenError.Code.allCases.map(\.number)).count == TokenError.Code.allCases.count)
        for code in TokenError.Code.allCases {
            #expect(TokenError.Code(number: code.number) == code)
            let bridged = TokenError(code: code, message: "m", claim: nil) as NSError
            #expect(bridged.domain == "dev.tokenseal.TokenError" && bridged.code == code.number)
            #expect(bridged.userInfo["code"] as? String == code.rawValue && bridged.userInfo["claim"] == nil)
            #expect(bridged.localizedDescription == "m")
        }
    }

    @Test func oneOrMany() throws {
        let (one, many) = ("a", ["b", "c"])
        let token = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, audience: many))
        #expect(try verify(token, with: Samples.hmac, expecting: VerifyOptions(audience: many))["aud"] == ["b", "c"])
        #expect(try verify(token, with: Samples.hmac, expecting: VerifyOptions(audience: ["c", one]))["aud"] == ["b", "c"])
        let expected = VerifyOptions(audience: one)
        #expect(code { () throws(TokenError) in _ = try verify(token, with: Samples.hmac, expecting: expected) } == .jwtClaimMismatch)
    }

    /// Each name in the core is here, and each name here is in the core.
    @Test func names() throws {
        for one in Algorithm.allCases { #expect(try Algorithm(named: one.rawValue) == one) }
        for one in SignatureAlgorithm.allCases { #expect(try SignatureAlgorithm(named: one.rawValue) == one) }
        for one in KeyManagement.allCases { #expect(try KeyManagement(named: one.rawValue) == one) }
        for one in ContentEncryption.allCases { #expect(try ContentEncryption(named: one.rawValue) == one) }
        for one in Curve.allCases { #expect(try Curve(named: one.rawValue) == one) }
        #expect(Algorithm.allCases.count == SignatureAlgorithm.allCases.count + KeyManagement.allCases.count)
        #expect(Set(TokenError.Code.allCases.map(\.rawValue)).count == TokenError.Code.allCases.count)
        for algorithm in SignatureAlgorithm.allCases where !algorithm.rawValue.hasPrefix("RS") && !algorithm.rawValue.hasPrefix("PS") {
            #expect(try Key.generate(Algorithm(named: algorithm.rawValue)).algorithm?.rawValue == algorithm.rawValue)
        }
    }

    @Test func jsonValues() throws {
        let value: JSONValue = [nil, true, 1, 1.5, "text", ["a": [1, 2]], [:], []]
        let data = try JSONEncoder().encode(value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
        #expect(value[5]?["a"]?[1] == 2 && value[9] == nil && value["a"] == nil && value[2]?.number == 1)
    }

    @Test func externalKeys() throws {
        let unsigned = try prepare(Samples.claims, for: Samples.signing.publicKey, options: SignOptions(expiresIn: 60))
        // What a device would return: here, JWS itself signs the same bytes.
        let input = String(decoding: unsigned.signingInput, as: UTF8.self)
        #expect(input.split(separator: ".").count == 2)
        #expect(code { () throws(TokenError) in _ = try unsigned.complete(signature: Data(count: 64)) } == .jwsSignatureVerificationFailed)
        #expect(code { () throws(TokenError) in _ = try unsigned.complete(signature: Data()) } == .jwsSignatureVerificationFailed)
    }
}

import Foundation
import Testing
import Tokenseal

/// Claims as a reader of tokens finds them, whatever is next to them.
@Suite struct ClaimsTests {
    static let large = ["9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", String(repeating: "7", count: 60)]

    static func token(_ claims: String) throws -> Token {
        // What others sign need not be written the way this library writes it.
        try verify(
            JWS.sign(Data(claims.utf8), with: Samples.hmac), with: Samples.hmac,
            expecting: VerifyOptions(allowMissingExp: true, maxJSONDepth: 64))
    }

    /// A number that fits no integer leaves every other claim readable, as one member, as a map and
    /// as a type.
    @Test func largeNumbersHideNothing() throws {
        struct Subject: Decodable { let sub: String }
        for number in Self.large + ["1e300", "-1.5e300", "1e-300", "1E+30"] {
            for place in [number, "[\(number)]", #"{"a":[{"b":\#(number)}]}"#] {
                let token = try Self.token(#"{"n":\#(place),"sub":"alice"}"#)
                #expect(token["sub"] == "alice")
                #expect(try token.claims(as: [String: JSONValue].self)["sub"] == "alice")
                #expect(try token.claims(as: Subject.self).sub == "alice")
                #expect(token.claimJSON("n") == place)
            }
        }
    }

    /// Digits are preserved wherever a value is read: as a claim, in a map, and in one's own type.
    @Test func largeNumbersHaveAForm() throws {
        struct Own: Decodable {
            struct Inner: Decodable { let list: [JSONValue] }
            let n: JSONValue
            let inner: Inner
        }
        for number in Self.large {
            let token = try Self.token(#"{"n":\#(number),"inner":{"list":[0,\#(number)]}}"#)
            #expect(token["n"] == .digits(number) && token["inner"]?["list"]?[1] == .digits(number))
            #expect(try token.claims(as: [String: JSONValue].self)["n"] == .digits(number))
            let own = try token.claims(as: Own.self)
            #expect(own.n == .digits(number) && own.inner.list == [0, .digits(number)])
            #expect(token["n"]?.integer == nil && token["n"]?.number == Double(number))
            #expect(token["n"]?.decimal == (number.count <= 38 ? Decimal(string: number) : nil))
        }
        #expect(try Self.token(#"{"n":1e300}"#)["n"] == .number(1e300))
        struct N: Decodable { let n: JSONValue }
        #expect(try Self.token(#"{"n":1e300}"#).claims(as: N.self).n == .number(1e300))
    }

    /// What was read can be written again, within the range of Foundation's numbers.
    @Test func largeNumbersAreWritten() throws {
        let claims = try Self.token(#"{"n":123456789012345678901234567890}"#).claims(as: [String: JSONValue].self)
        let token = try sign(claims, with: Samples.hmac, options: SignOptions(expiresIn: 60))
        #expect(try inspectUnverified(token).claimsJSON?.contains(#""n":123456789012345678901234567890"#) == true)
        for digits in [String(repeating: "7", count: 60), "1.5", "", "-", "1}"] {
            let wrong = ["n": JSONValue.digits(digits)]
            #expect(code { () throws(TokenError) in _ = try sign(wrong, with: Samples.hmac, options: SignOptions(expiresIn: 60)) } == .jwtInvalid)
        }
    }

    /// With another decoder a number is exact or refused.
    @Test func otherDecoders() throws {
        let read = { (text: String) in try JSONDecoder().decode([JSONValue].self, from: Data(text.utf8)) }
        #expect(try read("[123456789012345678901234567890, 1.5, 7]") == [.digits("123456789012345678901234567890"), 1.5, 7])
        #expect(throws: DecodingError.self) { try read("[\(String(repeating: "7", count: 60))]") }
    }

    /// Every kind of value, with every escape and space that JSON allows, is read as Foundation
    /// reads it.
    @Test func valuesAreReadAsTheyStand() throws {
        let inside = #"" \" \\ \/ \b \f \n \r \t \u0041 \u00e9 \ud83d\ude00 \u0000 é 😀 ""#
        let text = "{ \"text\" : \(inside) ,\n\t\"list\":[ ] , \"object\" : { } , \"all\" : [ true , false , null , -0 , 1.0 , 1e2 , 0.1 , "
            + "-7 , { \"a\" : [ [ 1 ] ] } , \"\" ] , \"\\u0073ub\" : \"alice\" , \"\" : 5, \"last\" : 1 }"
        let token = try Self.token(text)
        let decoded = try JSONDecoder().decode([String: JSONValue].self, from: Data(token.claimsJSON.utf8))
        #expect(try token.claims(as: [String: JSONValue].self) == decoded)
        for name in ["text", "list", "object", "all", "sub", "", "last"] {
            #expect(token[name] == decoded[name], "\(name)")
        }
        #expect(token["text"]?.string?.contains("\u{0}") == true && token["all"]?[4] == 1 && token["all"]?[5] == 100)
        #expect(token["none"] == nil && token["a"] == nil && token["aub"] == nil)
        #expect(token.claimJSON("object") == "{ }" && token.claimJSON("text") == inside)
        var deep = "1"
        for _ in 0..<60 { deep = "[\(deep)]" }
        var value = try Self.token(#"{"deep":\#(deep)}"#)["deep"]
        for _ in 0..<60 { value = value?[0] }
        #expect(value == 1)
    }

    /// Names are compared byte by byte, though Swift treats both of these as the same string.
    @Test func namesAreBytes() throws {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let token = try Self.token(#"{"\#(decomposed)":1,"\u00e9":2,"\u212a":3}"#)
        #expect(token[decomposed] == 1 && token[composed] == 2)
        #expect(token["K"] == nil && token["\u{212a}"] == 3)
    }

    /// The header holds what its maker wrote, including large numbers.
    @Test func headersAsWell() throws {
        let header = Header(json: #"{"x":18446744073709551615,"y":1e300}"#)
        let text = try sign(Samples.claims, with: Samples.hmac, options: SignOptions(expiresIn: 60, header: header))
        let token = try verify(text, with: Samples.hmac)
        #expect(token.header["alg"] == "HS256" && token.header["y"] == .number(1e300))
        #expect(token.header["x"] == .digits("18446744073709551615") && token.outerHeader == nil)
    }
}

internal import TokensealNative

/// A duration, in whole seconds.
///
/// It is written as a number of seconds, as a string of a whole number and its unit (`s`, `m`, `h`
/// or `d`), as `.minutes(15)`, or made from a `Duration`. One that is not a whole number of seconds
/// is never rounded: it is refused where it is used, with `ERR_OPTION_INVALID`.
///
/// ```swift
/// let key = try Key.generate(.HS256)
/// let lengths: [Length] = [900, "15m", .seconds(900), .minutes(15), Length(Duration.seconds(900))]
/// for length in lengths {
///     let token = try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: length, now: Date(timeIntervalSince1970: 0)))
///     try inspectUnverified(token).claimsJSON // => #"{"sub":"alice","exp":900,"iat":0}"#
/// }
/// try sign(["sub": "alice"], with: key, options: SignOptions(expiresIn: Length(Duration.milliseconds(1500)))) // throws .optionInvalid
/// ```
public struct Length: Hashable, Sendable {
    enum Form: Hashable {
        case seconds(Int64)
        case text(String)
    }

    let form: Form

    /// A length as text: a whole number followed by its unit, such as `15m`.
    ///
    /// - Parameter text: The text, which is checked where the length is used.
    ///
    /// ```swift
    /// Length("15m") == Length.minutes(15) // => true
    /// ```
    public init(_ text: String) {
        form = .text(text)
    }

    /// A length from a Swift `Duration`.
    ///
    /// - Parameter duration: The length, which must be a whole number of seconds.
    @available(iOS 16, macOS 13, tvOS 16, watchOS 9, *)
    public init(_ duration: Duration) {
        let (seconds, rest) = duration.components
        // The core refuses a length that is not whole seconds.
        form = rest == 0 ? .seconds(seconds) : .text("\(duration)")
    }

    /// This many seconds.
    public static func seconds(_ count: Int) -> Length { Length(integerLiteral: Int64(count)) }

    /// This many minutes.
    public static func minutes(_ count: Int) -> Length { Length("\(count)m") }

    /// This many hours.
    public static func hours(_ count: Int) -> Length { Length("\(count)h") }

    /// This many days, of 24 hours.
    public static func days(_ count: Int) -> Length { Length("\(count)d") }
}

extension Length {
    /// How long ``RemoteKeySet/ready(timeout:)`` and similar calls wait by default: ten seconds.
    public static let untilReady = Length.seconds(Int(readySeconds()))

    /// The length in seconds, for waiting.
    func inSeconds() throws(TokenError) -> Double {
        let text = switch form {
        case .seconds(let seconds): String(seconds)
        case .text(let text): text
        }
        return try crossing { try secondsOf(length: text) }
    }
}

extension Length: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// This many seconds.
    public init(integerLiteral seconds: Int64) { form = .seconds(seconds) }

    /// A whole number followed by its unit, such as `15m`.
    public init(stringLiteral text: String) { form = .text(text) }
}

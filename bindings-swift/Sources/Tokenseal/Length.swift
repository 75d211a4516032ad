internal import TokensealNative

/// A length of time, in whole seconds.
///
/// Written as a number of seconds, as a text of a whole number and its unit (`s`, `m`, `h` or `d`), as `.minutes(15)`, or made of a `Duration`. One that is
/// not whole seconds is refused where it is used, with `ERR_OPTION_INVALID`, and never rounded.
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
    /// - Parameter text: The text, which is judged where the length is used.
    ///
    /// ```swift
    /// Length("15m") == Length.minutes(15) // => true
    /// ```
    public init(_ text: String) {
        form = .text(text)
    }

    /// A length as Swift has it.
    ///
    /// - Parameter duration: The length, which must be whole seconds.
    @available(iOS 16, macOS 13, tvOS 16, watchOS 9, *)
    public init(_ duration: Duration) {
        let (seconds, rest) = duration.components
        // The core refuses what is not whole.
        form = rest == 0 ? .seconds(seconds) : .text("\(duration)")
    }

    /// So many seconds.
    public static func seconds(_ count: Int) -> Length { Length(integerLiteral: Int64(count)) }

    /// So many minutes.
    public static func minutes(_ count: Int) -> Length { Length("\(count)m") }

    /// So many hours.
    public static func hours(_ count: Int) -> Length { Length("\(count)h") }

    /// So many days, of 24 hours.
    public static func days(_ count: Int) -> Length { Length("\(count)d") }
}

extension Length {
    /// For how long ``RemoteKeySet/ready(timeout:)`` and its like wait unless told: ten seconds.
    public static let untilReady = Length.seconds(Int(readySeconds()))

    /// The seconds, for who waits for them.
    func inSeconds() throws(TokenError) -> Double {
        let text = switch form {
        case .seconds(let seconds): String(seconds)
        case .text(let text): text
        }
        return try crossing { try secondsOf(length: text) }
    }
}

extension Length: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// So many seconds.
    public init(integerLiteral seconds: Int64) { form = .seconds(seconds) }

    /// A whole number followed by its unit, such as `15m`.
    public init(stringLiteral text: String) { form = .text(text) }
}

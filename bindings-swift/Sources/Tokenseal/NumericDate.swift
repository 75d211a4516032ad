import Foundation

/// A point in time as tokens write it: seconds since the epoch, rounded down when it is written
/// (RFC 7519, section 2).
///
/// In claims that this package writes and reads, a `Date` is written like this as well. This type
/// is for values that other coders, to which a `Date` means something else, also write and read.
///
/// ```swift
/// struct Session: Codable { let sub: String; let exp: NumericDate }
///
/// let session = Session(sub: "alice", exp: NumericDate(Date(timeIntervalSince1970: 4_102_444_800.9)))
/// let key = try Key.generate(.HS256)
/// let token = try verify(sign(session, with: key), with: key)
/// try token.claims(as: Session.self).exp.date // => Date(timeIntervalSince1970: 4_102_444_800)
///
/// let read = try JSONDecoder().decode(Session.self, from: JSONEncoder().encode(session))
/// read.exp.date // => Date(timeIntervalSince1970: 4_102_444_800)
/// ```
public struct NumericDate: Hashable, Sendable {
    /// The time.
    public var date: Date

    /// A time.
    public init(_ date: Date) {
        self.date = date
    }
}

extension NumericDate: Comparable {
    /// Whether one is earlier than the other.
    public static func < (one: NumericDate, other: NumericDate) -> Bool { one.date < other.date }
}

extension NumericDate: Codable {
    /// Reads a number of seconds, with or without a fraction.
    public init(from decoder: any Decoder) throws {
        date = Date(timeIntervalSince1970: try decoder.singleValueContainer().decode(Double.self))
    }

    /// Writes whole seconds. An invalid time, or one too far away, is refused.
    public func encode(to encoder: any Encoder) throws {
        guard let seconds = Int64(exactly: date.timeIntervalSince1970.rounded(.down)) else {
            let message = "a time that is none, or too far away"
            let place = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: message)
            throw EncodingError.invalidValue(date, place)
        }
        var container = encoder.singleValueContainer()
        try container.encode(seconds)
    }
}

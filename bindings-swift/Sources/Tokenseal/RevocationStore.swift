import Foundation

/// Sends the commands of ``Revocations/redis(_:options:clock:onEvent:)``,
/// ``KeyRing/redis(_:protectWith:create:options:clock:onEvent:)`` and
/// ``ReplayCache/redis(_:options:clock:onEvent:)`` to Redis or Valkey, with your service's own
/// client.
///
/// It only transports. What to send, when, and what a reply means is decided elsewhere, so it must
/// not retry, queue, send to a replica or add a prefix to keys, and should speak RESP2. It has
/// connections of its own, and drops one whenever a command fails: a late reply must not be taken
/// for another.
public protocol RevocationStore: Sendable {
    /// Sends commands one after the other over one connection, and returns a reply for each. It may
    /// be called again in the meantime.
    ///
    /// - Parameter request: The commands, and how long they may take. After that the call is
    ///   abandoned, and its task cancelled.
    /// - Returns: The replies. If the server refused a command, that is a reply as well:
    ///   ``Revocations/StoreValue/error(_:)``.
    /// - Throws: A ``Revocations/StoreFailure``. Anything else that is thrown counts as
    ///   ``Revocations/StoreFailure/connect``, and is the ``TokenError/cause`` of the errors that
    ///   checks and changes throw.
    func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue]
}

extension Revocations {
    /// Commands for a store.
    public struct StoreRequest: Sendable {
        /// The commands, each with its arguments.
        public let commands: [[String]]
        /// How long all of it may take, including connecting, in seconds.
        public let timeout: Double
    }

    /// What a store replies.
    public enum StoreValue: Equatable, Sendable {
        /// Nothing.
        case null
        /// A number.
        case integer(Int64)
        /// A string of any kind.
        case text(String)
        /// Several.
        case list([StoreValue])
        /// The error that the server sent instead, such as `OOM command not allowed`.
        case error(String)
    }

    /// Why there are no replies.
    public enum StoreFailure: String, Error, Sendable {
        /// It took too long.
        case timeout
        /// The connection failed, or ended early.
        case connect
        /// The server's certificate is not acceptable.
        case tls
        /// The server does not admit the client.
        case store
        /// What arrived is not a reply.
        case unreadable
    }
}

extension Revocations.StoreRequest: Printed {
    /// How many commands there are, but nothing about them.
    public var description: String { "StoreRequest(\(commands.count) commands)" }
}

extension Revocations.StoreValue: Encodable {
    /// In the core's format.
    public func encode(to encoder: any Encoder) throws {
        var single = encoder.singleValueContainer()
        switch self {
        case .null: try single.encodeNil()
        case .integer(let number): try single.encode(number)
        case .text(let text): try single.encode(text)
        case .list(let values): try single.encode(values)
        case .error(let text): try single.encode(["error": text])
        }
    }
}

/// Sends the commands of a list through the caller's store.
struct StoreSender: Sender {
    let store: any RevocationStore

    func carry(_ request: Request) async -> Carried {
        guard case .store(let commands) = request else { return .failed(Revocations.StoreFailure.connect.rawValue, nil) }
        do {
            return .replies(try await store.send(Revocations.StoreRequest(commands: commands.commands, timeout: commands.timeout)))
        } catch let failure as Revocations.StoreFailure {
            return .failed(failure.rawValue, nil)
        } catch {
            return .failed(Revocations.StoreFailure.connect.rawValue, error)
        }
    }
}

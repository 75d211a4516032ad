import Foundation

/// Sends the commands of ``Revocations/redis(_:options:clock:onEvent:)``, ``KeyRing/redis(_:protectWith:create:options:clock:onEvent:)`` and
/// ``ReplayCache/redis(_:options:clock:onEvent:)`` to Redis or Valkey, by whatever client your service has.
///
/// It only carries. What to send, when, and what a reply means is decided elsewhere, so it must not retry, queue, or send to a replica, must add no
/// prefix to keys, and should speak RESP2. It has connections of its own, and drops one whenever a command did not end well: a late reply must not be
/// taken for another.
public protocol RevocationStore: Sendable {
    /// Sends commands one after the other over one connection, and gives a reply for each. It may be called again meanwhile.
    ///
    /// - Parameter request: The commands, and how long they may take. After that it is given up on, and its task cancelled.
    /// - Returns: The replies. Where the server refused a command, that is a reply as well: ``Revocations/StoreValue/error(_:)``.
    /// - Throws: A ``Revocations/StoreFailure``. Whatever else is thrown counts as ``Revocations/StoreFailure/connect``, and is the
    ///   ``TokenError/cause`` of the errors that checks and changes throw.
    func send(_ request: Revocations.StoreRequest) async throws -> [Revocations.StoreValue]
}

extension Revocations {
    /// Commands for a store.
    public struct StoreRequest: Sendable {
        /// The commands, each with its arguments.
        public let commands: [[String]]
        /// How long all of it may take, connecting included, in seconds.
        public let timeout: Double
    }

    /// What a store replies.
    public enum StoreValue: Equatable, Sendable {
        /// Nothing.
        case null
        /// A number.
        case integer(Int64)
        /// A text, of whatever kind.
        case text(String)
        /// Several.
        case list([StoreValue])
        /// What the server said instead, such as `OOM command not allowed`.
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
        /// The server does not let the client in.
        case store
        /// What came is no reply.
        case unreadable
    }
}

extension Revocations.StoreRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many commands there are, and nothing of them.
    public var description: String { "StoreRequest(\(commands.count) commands)" }

    /// The same.
    public var debugDescription: String { description }

    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Revocations.StoreValue: Encodable {
    /// As the core takes it.
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

/// Sends the commands of a list by the caller's store.
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

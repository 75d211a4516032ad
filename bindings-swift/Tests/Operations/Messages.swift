import Foundation
import Tokenseal

/// The messages of the package while cases were performed.
public final class Messages: @unchecked Sendable {
    public static let told = Messages()

    private let lock = NSLock()
    private var messages: Set<String> = []

    /// All of them, each once.
    public var all: [String] { lock.withLock { messages.sorted() } }

    func add(_ message: String) { lock.withLock { _ = messages.insert(message) } }
}

/// An error, remembered for its message.
func told(_ error: TokenError) -> TokenError {
    Messages.told.add(error.message)
    return error
}

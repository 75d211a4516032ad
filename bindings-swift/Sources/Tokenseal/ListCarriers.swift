import Foundation
internal import TokensealNative

/// The carriers of the status lists of one ``StatusLists``. Lists appear during checks, and go when
/// others have taken their place, so each has a carrier only while a request is under way or
/// awaited.
final class ListCarriers: @unchecked Sendable {
    /// The core's number for the lists.
    let id: UInt64
    /// A test's clock, if there is one.
    let clock: (@Sendable () -> Date)?
    private let sender: any Sender
    private let onEvent: (@Sendable (Event) -> Void)?
    private let lock = NSLock()
    private var byID: [UInt64: Held] = [:]

    init(id: UInt64, clock: (@Sendable () -> Date)?, sender: any Sender, onEvent: (@Sendable (Event) -> Void)?) {
        self.id = id
        self.clock = clock
        self.sender = sender
        self.onEvent = onEvent
    }

    /// The carrier of a list. There is one at a time, so that everyone who waits hears of its
    /// landing.
    ///
    /// - Parameter clock: The verifier's clock for machines, for lists that have none.
    func carrier(of list: NativeFollowed, clock: (@Sendable () -> Date)?) -> Carrier {
        let id = list.id()
        return lock.withLock {
            if let carrier = byID[id]?.carrier { return carrier }
            byID = byID.filter { $0.value.carrier != nil }
            let carrier = Carrier(list, clock: self.clock ?? clock, sender: sender, onEvent: onEvent)
            byID[id] = Held(carrier: carrier)
            return carrier
        }
    }

    private struct Held {
        weak var carrier: Carrier?
    }
}

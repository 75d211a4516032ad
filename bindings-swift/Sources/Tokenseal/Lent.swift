import Foundation
internal import TokensealNative

// Secrets cross in memory that is lent for the call: the core reads them in place, and writes them
// directly to their destination. Nobody could erase the copies that UniFFI would make on the way.

extension Data {
    /// Lends the bytes to a call to the core.
    func lent<Result>(_ call: (Lent) throws -> Result) throws(TokenError) -> Result {
        try crossing {
            try withUnsafeBytes { bytes in
                try call(Lent(at: bytes.baseAddress, bytes.count))
            }
        }
    }

    /// Makes bytes that the core writes. `write` returns how many there are, and has written
    /// nothing if that is more than was lent.
    static func lending(_ write: (Lent) throws -> UInt64) throws(TokenError) -> Data {
        var room = 0
        while true {
            var data = Data(count: room)
            let length = try crossing {
                try data.withUnsafeMutableBytes { bytes in
                    try write(Lent(at: bytes.baseAddress, bytes.count))
                }
            }
            if length == UInt64(room) { return data }
            room = Int(length)
        }
    }
}

extension Lent {
    fileprivate init(at address: UnsafeRawPointer?, _ count: Int) {
        self.init(address: UInt64(UInt(bitPattern: address)), length: UInt64(count))
    }
}

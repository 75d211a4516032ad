import Foundation
import Testing
import Tokenseal
import TokensealNative

#if TOKENSEAL_HOOKS
// The native library was built with the functions that make it panic.
@Suite struct Boundary {
    /// A panic in the core does not end the program: it is an error like any other, and the next
    /// call works.
    @Test func panicsAreErrors() {
        for (name, call) in Samples.calls {
            #expect(code(call) == nil, "\(name)")
            armPanicForTest()
            #expect(code(call) == .internal, "\(name)")
            #expect(!disarmPanicForTest(), "\(name) did not panic")
            #expect(code(call) == nil, "\(name) is broken now")
        }
    }

    @Test func panicsBesideTheBoundary() {
        #expect(throws: TokensealNative.TokenError.self) { try panicForTest() }
    }
}
#endif

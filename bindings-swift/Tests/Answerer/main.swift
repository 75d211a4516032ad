// Reads one case per line from standard input, and writes its outcome as one line of JSON: the
// Swift side of the demo and of tests/day.

import Foundation
import Operations

var day: Day?
var revoked: Revoked?

while let line = readLine() {
    let outcome: Json
    if let test = Json(parsing: line.utf8) {
        do {
            if let next = try await Day.perform(test, day) {
                (outcome, day) = next
            } else if let next = try await Revoked.perform(test, revoked) {
                (outcome, revoked) = next
            } else {
                outcome = try perform(test, groupKeys: test["group_keys"] ?? ["keys": []])
            }
        } catch {
            outcome = ["broken": .string("\(error)")]
        }
    } else {
        outcome = ["broken": "the line is not JSON"]
    }
    FileHandle.standardOutput.write(Data("\(outcome)\n".utf8))
}

// Reads one case per line from standard input, and writes its outcome as one line of JSON: the Swift side of the demo.

import Foundation
import Operations

while let line = readLine() {
    let outcome: Json
    if let test = Json(parsing: line.utf8) {
        do {
            outcome = try perform(test, groupKeys: test["group_keys"] ?? ["keys": []])
        } catch {
            outcome = ["broken": .string("\(error)")]
        }
    } else {
        outcome = ["broken": "the line is not JSON"]
    }
    FileHandle.standardOutput.write(Data("\(outcome)\n".utf8))
}

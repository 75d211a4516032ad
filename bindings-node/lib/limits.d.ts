// Generated from the core by `cargo xtask generate`. Do not edit.

/** What checking a token may cost. Each limit is a whole number above 0, and is checked before the work is done. */
export interface LimitOptions {
  /** The length of a token, in bytes; in the JSON serialization 1 MiB unless it is given. If not given: 262,144. */
  maxTokenBytes?: number
  /** The length of a header, protected and unprotected together, in bytes. If not given: 16,384. */
  maxHeaderBytes?: number
  /** How deep JSON may be nested; at most 100. If not given: 32. */
  maxJsonDepth?: number
  /** The length of a compressed plaintext after it is inflated, in bytes. If not given: 262,144. */
  maxInflatedBytes?: number
  /** How many keys may be tried on a token, over all its signatures or recipients. If not given: 16. */
  maxAttempts?: number
  /** The PBES2 iterations that a token may cost, all together. If not given: 1,000,000. */
  maxPbes2Iterations?: number
}

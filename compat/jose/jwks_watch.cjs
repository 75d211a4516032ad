'use strict'

// What carries the requests of a RemoteKeySet here, and remembers why one failed, so that it can be
// said as jose says it.

const { JOSEError, JWKSInvalid, JWKSNoMatchingKey, JWKSTimeout } = require('./errors.cjs')

class Watch {
  #fetch
  #headers
  #timeout
  /**
   * Of the last request: what `fetch` has thrown, whether it was too late, and why the core says
   * that it failed.
   */
  #thrown
  #isLate
  #why

  constructor({ fetch, headers, timeout }) {
    this.#fetch = fetch
    this.#headers = headers
    this.#timeout = timeout
  }

  /** What a RemoteKeySet takes. */
  get driver() {
    return { fetch: (url, init) => this.#get(url, init), onEvent: (event) => this.#tell(event) }
  }

  async #get(url, { headers, method, redirect, signal }) {
    this.#thrown = undefined
    this.#isLate = false
    try {
      const send = this.#fetch ?? globalThis.fetch
      return await send(url, {
        headers: this.#headersWith(headers),
        method,
        redirect,
        signal: this.#limited(signal),
      })
    } catch (error) {
      this.#thrown = error
      throw error
    }
  }

  /** The core's headers, and the caller's before them. */
  #headersWith(own) {
    const headers = new Headers(own)
    for (const [name, value] of this.#headers) headers.set(name, value)
    return headers
  }

  /**
   * The caller's time limit may be shorter than the core's, which counts in seconds. The driver
   * ends every request by its signal.
   */
  #limited(signal) {
    const controller = new AbortController()
    const late = () => {
      this.#isLate = true
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
    }
    const timer = setTimeout(late, this.#timeout)
    timer.unref?.()
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      controller.abort(signal.reason)
    })
    return controller.signal
  }

  #tell(event) {
    if (event.event === 'failed') this.#why = event.why
  }

  /**
   * Why there are no keys: what fetching them has thrown, or what came instead. `cause` is the
   * error of this library.
   */
  failure(cause) {
    if (this.#isLate || this.#why === 'timeout') {
      return new JWKSTimeout(undefined, { cause: this.#thrown ?? cause })
    }
    if (this.#thrown !== undefined) return this.#thrown
    if (this.#why === 'status' || this.#why === 'redirect') {
      return new JOSEError('Expected 200 OK from the JSON Web Key Set HTTP response', { cause })
    }
    if (this.#why === 'not_a_key_set') {
      return new JWKSInvalid('JSON Web Key Set malformed', { cause })
    }
    if (this.#why === 'no_usable_key') return new JWKSNoMatchingKey(undefined, { cause })
    return new JOSEError(cause.message, { cause })
  }
}

module.exports = { Watch }

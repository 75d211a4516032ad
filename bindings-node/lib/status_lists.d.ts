import type { StatusListsOptions } from './options.js'
import type { FetchFunction, Watched } from './remote_key_set.js'

/** How status lists are fetched. */
export interface StatusListsDriver extends Watched {
  /**
   * A function to use in place of the platform's `fetch`: for your own certificate authority or
   * client certificate, or for a proxy.
   */
  fetch?: FetchFunction | null
}

/**
 * The status lists in which a {@link Verifier} looks tokens up (draft-ietf-oauth-status-list-21).
 *
 * A token names the address of its list. It is fetched if `allowedUris` allows it, verified with
 * the verifier's keys (or with `keys`), and kept for as long as it says. Status 0 is accepted, and
 * any other is `ERR_JWT_REVOKED`; an unavailable list is `ERR_JWT_REVOCATION_UNAVAILABLE`, and one
 * that is not allowed is `ERR_JWT_CLAIM_MISMATCH`, each with the claim `status`. Tokens without
 * that claim are accepted as before.
 *
 * Verifiers may share one. Lists that its own `keys` verify are fetched once for all of them, and
 * age by the clock of the first.
 *
 * @example
 * ```js
 * import { Issuer, Key, StatusList, StatusLists, Verifier } from 'tokenseal'
 *
 * const key = Key.generate('ES256')
 * const uri = 'https://issuer.example/statuses/1'
 * const list = new StatusList(1000, 1)
 * const [good, bad] = [list.allocate(), list.allocate()]
 * list.set(bad, StatusList.INVALID)
 * // Instead of a server that publishes the list.
 * const fetch = async () => new Response(list.toJwt(key, uri, { ttl: '5m' }))
 *
 * const statusLists = new StatusLists({ allowedUris: ['https://issuer.example/statuses/'], fetch })
 * const verifier = new Verifier({ keys: key.public(), statusLists })
 * const issuer = new Issuer({ signingKey: key, lifetime: '90d' })
 * const tokens = [good, bad].map((index) => issuer.issue({ status: list.claim(uri, index) }))
 * ;(await verifier.verifyAsync(tokens[0])).kind // => 'signed'
 * verifier.verify(tokens[1]) // throws ERR_JWT_REVOKED
 * ```
 */
export class StatusLists {
  /**
   * Compiles the options. Nothing is fetched yet.
   *
   * @param options - Which addresses may be fetched, when lists are used, and the keys that verify them if they are not the verifier's.
   * @throws `ERR_OPTION_INVALID` if no address is allowed, one is not https, or an option is
   * invalid.
   *
   * @example
   * ```js
   * import { RemoteKeySet, StatusLists } from 'tokenseal'
   *
   * // What ends in `/` stands for all addresses that begin with it.
   * new StatusLists({ allowedUris: ['https://issuer.example/statuses/', 'https://other.example/list'], maxAge: '15m' })
   * new StatusLists({ allowedUris: ['https://list.example/1'], keys: new RemoteKeySet('https://list.example/jwks.json') })
   * new StatusLists({}) // throws ERR_OPTION_INVALID
   * ```
   */
  constructor(options: StatusListsOptions)
}

// What is protected. Its key is made from a secret, since route handlers and the proxy are bundled apart from each other.

import { Key, ProtectedResource, Verifier } from 'tokenseal'

export const key = Key.fromSecret(Buffer.alloc(32, 'bundled'), 'HS256')
export const resource = new ProtectedResource(new Verifier({ keys: key }))

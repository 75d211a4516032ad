// What a service does with the package, in a few lines: the package itself, an adapter, and the surface of jsonwebtoken. Prints what it found out.

import { Key, ProtectedResource, TokenError, Verifier, sign, verify } from 'tokenseal'
import jsonwebtoken from 'tokenseal/compat/jsonwebtoken'
import { protect } from 'tokenseal/next'

const key = Key.generate('ES256')
const token = sign({ sub: 'alice' }, key, { expiresIn: '5m' })
const subject = verify(token, key.public()).claims.sub
let code
try {
  verify(`${token}x`, key.public())
} catch (error) {
  if (error instanceof TokenError) code = error.code
}

const resource = new ProtectedResource(new Verifier({ keys: key.public() }))
const handler = protect(resource)((request, { token }) => new Response(token.get('sub')))
const ask = async (headers) => (await handler(new Request('https://api.example/orders', { headers }), {})).status
const secret = 'a secret of thirty-two bytes, ha'
const shim = jsonwebtoken.verify(jsonwebtoken.sign({ sub: 'bob' }, secret), secret).sub

// Without `await` on the top level, which bundles of CommonJS cannot have.
Promise.all([ask({}), ask({ authorization: `Bearer ${token}` })]).then((statuses) => {
  console.log(JSON.stringify({ subject, code, statuses, shim }))
})

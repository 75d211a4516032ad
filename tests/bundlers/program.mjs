// What a service does with the package, in a few lines. Prints what it found out.

import { Key, TokenError, sign, verify } from 'tokenseal'

const key = Key.generate('ES256')
const token = sign({ sub: 'alice' }, key, { expiresIn: '5m' })
const subject = verify(token, key.public()).claims.sub
let code
try {
  verify(`${token}x`, key.public())
} catch (error) {
  if (error instanceof TokenError) code = error.code
}
console.log(JSON.stringify({ subject, code }))

// The same by `require`.

import jwt = require('tokenseal/compat/jsonwebtoken')

const options: jwt.SignOptions = { expiresIn: 60 }
export const token: string = jwt.sign({ sub: 'alice' }, Buffer.alloc(32), options)
export const error: jwt.VerifyErrors = new jwt.NotBeforeError('x', new Date())

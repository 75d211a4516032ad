// The same package by `require`.

import tokenseal = require('tokenseal')

const key: tokenseal.Key = tokenseal.Key.generate('HS256')
export const header = tokenseal.inspectUnverified(tokenseal.sign({}, key, { noExpiry: true })).header
export const error = new tokenseal.ExpiredError('expired', { code: 'ERR_JWT_EXPIRED' })
export const payload: Promise<Uint8Array> = tokenseal.jws.verifyAsync('', key).then((verified) => verified.payload)

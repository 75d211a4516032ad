'use strict'

// Prints which package each dependency gets as jsonwebtoken, and the subject of a token that
// express-jwt has checked.

const { createRequire } = require('node:module')

const from = (name) => createRequire(require.resolve(name))
const described = ({ name, version }) => `${name}@${version}`

const { dependencies } = require('./package.json')
const found = Object.fromEntries(Object.keys(dependencies).map((name) => [name, described(from(name)('jsonwebtoken/package.json'))]))

const { expressjwt } = require('express-jwt')
const secret = 'a secret that is long enough for HS256, thirty-two bytes'
const token = from('express-jwt')('jsonwebtoken').sign({ sub: 'alice' }, secret, { expiresIn: '1m' })
const request = { method: 'GET', headers: { authorization: `Bearer ${token}` } }
expressjwt({ secret, algorithms: ['HS256'] })(request, {}, (error) => {
  if (error) throw error
  console.log(JSON.stringify({ found, subject: request.auth.sub }))
})

'use strict'

const express = require('./express.cjs')
const { peer } = require('./shared.cjs')

/** Middleware of Express and of `node:http`: the SDK's transports hand `request.auth` on to tools. */
function protect(resource, options) {
  const before = express.protect(resource, options)
  return function tokenseal(request, response, next) {
    return before(request, response, (error) => {
      if (error !== undefined) return next(error)
      // There is one header of one token, or none: else the request would have been refused.
      const text = request.headers.authorization?.trim().split(/ +/)[1]
      if (request.token != null) request.auth = authInfo(resource, request.token, text)
      next()
    })
  }
}

/** A checked token as the SDK's `AuthInfo`. */
function authInfo(resource, token, text = '') {
  const { aud, azp, client_id: clientId = azp, exp, scope, scp = [] } = token.claims
  const own = ownUrl(resource)
  const isMeant = own !== undefined && [aud].flat().includes(own)
  return {
    token: text,
    clientId: clientId ?? '',
    scopes: (scope ?? [scp].flat().join(' ')).split(' ').filter((one) => one !== ''),
    ...(exp === undefined ? {} : { expiresAt: exp }),
    // What the SDK compares with `expectedResource`: only what the token itself says that it is for.
    ...(isMeant ? { resource: new URL(own) } : {}),
    ...(own === undefined ? {} : { resourceMetadataUrl: resource.metadataUrl }),
    extra: { claims: token.claims },
  }
}

/** The URL of the resource, if it has one. */
function ownUrl(resource) {
  const text = resource.metadata()
  return text === null ? undefined : JSON.parse(text).resource
}

/** `tokenVerifier`, with the SDK's errors as they are loaded there: those that a module of the other kind has are not the same. */
function verifierWith(load) {
  return function tokenVerifier(resource) {
    const own = ownUrl(resource)
    const path = own === undefined ? '/' : new URL(own).pathname
    return {
      async verifyAccessToken(text) {
        const answer = await resource.checkAsync('POST', path, [['Authorization', `Bearer ${text}`]])
        if (!answer.allowed || answer.token === null) throw refusal(await load(), answer)
        return authInfo(resource, answer.token, text)
      },
    }
  }
}

/** The error by which the SDK's `requireBearerAuth` answers: those of version 2 have a code, those of version 1 a class each. */
function refusal({ OAuthError, InvalidTokenError, InsufficientScopeError, ServerError }, { body, status }) {
  const { error = 'server_error', error_description: description = error } = JSON.parse(body)
  if (InvalidTokenError === undefined) return new OAuthError(status >= 500 ? 'server_error' : error, description)
  if (status >= 500) return new ServerError(description)
  return status === 403 ? new InsufficientScopeError(description) : new InvalidTokenError(description)
}

const load = () => {
  try {
    return require('@modelcontextprotocol/server')
  } catch {
    return peer('@modelcontextprotocol/server', () => require('@modelcontextprotocol/sdk/server/auth/errors.js'))
  }
}

module.exports = { authInfo, metadata: express.metadata, protect, tokenVerifier: verifierWith(load), verifierWith }

'use strict'

const { warn } = require('../lib/events.cjs')
const { peer, withCertificate } = require('./shared.cjs')

/** The tokens of calls that were let pass, by the metadata that their handlers get. */
const tokens = new WeakMap()

/** An interceptor of servers. For the resource, a call is a POST to the path of its method, and its metadata are the headers. */
function protect(resource, options) {
  const { Metadata, ServerInterceptingCall, status } = peer('@grpc/grpc-js', () => require('@grpc/grpc-js'))

  return function tokenseal({ path }, call) {
    let headers = []

    async function onReceiveMetadata(metadata, next) {
      let answer
      try {
        const certificate = call.getAuthContext?.().sslPeerCertificate?.raw
        answer = await resource.checkAsync('POST', path, metadata.toJSON(), withCertificate(certificate, options))
      } catch (error) {
        // A wrong call, which nobody else will hear of.
        warn(error)
        return call.sendStatus({ code: status.INTERNAL, details: '' })
      }
      const { allowed, grpcStatus: code, body: details } = answer
      if (!allowed) return call.sendStatus({ code, details, metadata: withHeaders(new Metadata(), answer.headers) })
      headers = answer.headers
      tokens.set(metadata, answer.token)
      next(metadata)
    }

    /** What an answer that lets the call pass says, such as the next nonce, goes behind what the handler says. */
    function sendStatus(own, next) {
      next(headers.length === 0 ? own : { ...own, metadata: withHeaders(own.metadata?.clone() ?? new Metadata(), headers) })
    }

    return new ServerInterceptingCall(call, { start: (next) => next({ onReceiveMetadata }), sendStatus })
  }
}

/** The token of a call, for its handler: null if there is none and none is needed. */
const tokenOf = ({ metadata }) => tokens.get(metadata) ?? null

/** Metadata with the headers of an answer, except that of its body, which becomes the message of the status. */
function withHeaders(metadata, headers) {
  for (const [name, value] of headers) if (name !== 'Content-Type') metadata.add(name.toLowerCase(), value)
  return metadata
}

module.exports = { protect, tokenOf }

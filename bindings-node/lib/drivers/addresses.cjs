'use strict'

// Servers by their URLs, for the command: whichever client is installed says what such a URL means.

const { storeClient } = require('./store.cjs')

/** What sends commands to the server at a URL; null if no client is installed. It throws for a URL that cannot be read, and the error may show it. */
function storeAt(url) {
  const scheme = /^(?:rediss|valkeys):/.test(url) ? 'rediss' : 'redis'
  const address = new URL(url).href.replace(/^[a-z]+:/, `${scheme}:`)
  const redis = installed('redis')
  if (redis !== undefined) return storeClient(redis.createClient({ url: address }))
  const ioredis = installed('ioredis')
  return ioredis === undefined ? null : storeClient(new ioredis.Redis(address, { lazyConnect: true }))
}

/** A package of the program that has this one, or of the folder that the command runs in. */
function installed(name) {
  for (const paths of [[__dirname], [process.cwd()]]) {
    try {
      return require(require.resolve(name, { paths }))
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}

module.exports = { storeAt }

// What docs/kms.md uses of @azure/identity and @azure/keyvault-keys, with their names, their arguments and their answers.

import assert from 'node:assert/strict'

import { publicJwk, signDigest } from './local.mjs'

const VERSION = '6a1d3b7c0d2e4f5a8b9c0d1e2f3a4b5c'

export class DefaultAzureCredential {}

export class KeyClient {
  constructor(url, credential) {
    assert(new URL(url).protocol === 'https:' && credential instanceof DefaultAzureCredential)
    this.url = url
  }

  async getKey(name, { version = VERSION } = {}) {
    const id = `${this.url}/keys/${name}/${version}`
    const { x, y } = publicJwk(id)
    const [xBytes, yBytes] = [x, y].map((text) => new Uint8Array(Buffer.from(text, 'base64url')))
    return { id, name, key: { kid: id, kty: 'EC', crv: 'P-256', x: xBytes, y: yBytes }, properties: { version } }
  }
}

export class CryptographyClient {
  constructor(key, credential) {
    assert(typeof key.id === 'string' && credential instanceof DefaultAzureCredential)
    this.keyID = key.id
  }

  async sign(algorithm, digest) {
    assert.equal(algorithm, 'ES256')
    return { result: new Uint8Array(signDigest(this.keyID, digest)), algorithm, keyID: this.keyID }
  }
}

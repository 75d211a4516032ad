// What docs/kms.md uses of @google-cloud/kms, with its names, its requests and its answers.

import assert from 'node:assert/strict'

import { der, publicPem, signDigest } from './local.mjs'

export class KeyManagementServiceClient {
  cryptoKeyVersionPath(project, location, keyRing, cryptoKey, version) {
    return `projects/${project}/locations/${location}/keyRings/${keyRing}/cryptoKeys/${cryptoKey}/cryptoKeyVersions/${version}`
  }

  async getPublicKey({ name, ...rest }) {
    assert.deepEqual(rest, {})
    return [{ name, pem: publicPem(name), algorithm: 'EC_SIGN_P256_SHA256' }, undefined, undefined]
  }

  async asymmetricSign({ name, digest: { sha256, ...other }, ...rest }) {
    assert.deepEqual([other, rest], [{}, {}])
    return [{ name, signature: Buffer.from(der(signDigest(name, sha256))) }, undefined, undefined]
  }
}

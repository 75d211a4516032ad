// What docs/kms.md uses of @aws-sdk/client-kms, with its names, its members and its answers.

import assert from 'node:assert/strict'

import { der, publicDer, sha256, signDigest } from './local.mjs'

class Command {
  constructor(input) {
    this.input = input
  }
}

export class GetPublicKeyCommand extends Command {
  answer({ KeyId, ...rest }) {
    assert.deepEqual(rest, {})
    return { KeyId, PublicKey: publicDer(KeyId), KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] }
  }
}

export class SignCommand extends Command {
  answer({ KeyId, Message, MessageType = 'RAW', SigningAlgorithm, ...rest }) {
    assert.deepEqual([rest, SigningAlgorithm, Message instanceof Uint8Array], [{}, 'ECDSA_SHA_256', true])
    if (MessageType === 'RAW') assert(Message.length <= 4096)
    const digest = MessageType === 'RAW' ? sha256(Message) : Message
    return { KeyId, Signature: der(signDigest(KeyId, digest)), SigningAlgorithm }
  }
}

export class KMSClient {
  constructor(configuration) {
    assert.equal(typeof configuration, 'object')
  }

  async send(command) {
    assert(command instanceof Command)
    return { $metadata: { httpStatusCode: 200 }, ...command.answer(command.input) }
  }
}

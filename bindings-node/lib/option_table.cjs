// Generated from the core by `cargo xtask generate`. Do not edit.
'use strict'

/** Options that are points in time. */
const TIMES = ['before', 'notBefore', 'now', 'until']

/** What crosses next to the options, by function: its name and what it is, in the order in which the addon takes it. */
const BESIDE = {
  'Key.fromPem': { password: 'Secret' },
  'Key.fromDer': { password: 'Secret' },
  'RemoteKeySet': { snapshotKey: 'Key', clock: 'Clock' },
  'KeyRing.create': { keys: 'Keys', clock: 'Clock' },
  'KeyRing.redis': { clock: 'Clock' },
  'Revocations': { clock: 'Clock' },
  'Revocations.file': { clock: 'Clock' },
  'Revocations.redis': { clock: 'Clock' },
  'StatusLists': { keys: 'Keys' },
  'Issuer': { signingKey: 'Key', encryptionKey: 'Key', clock: 'Clock' },
  'Issuer.issue': { confirm: 'Confirmation' },
  'Verifier': { keys: 'Keys', decryptionKeys: 'Keys', revocations: 'Revocations', statusLists: 'StatusLists', replays: 'ReplayCache', nonceKey: 'KeyNotNull', clock: 'Clock' },
  'Verifier.verify': { certificate: 'Bytes' },
  'ProtectedResource': { rules: 'AccessRules', csrfKey: 'KeyNotNull' },
  'ProtectedResource.check': { certificate: 'Bytes' },
  'jws.verify': { payload: 'Bytes' },
  'jwe.encrypt': { aad: 'Bytes' },
}

module.exports = { BESIDE, TIMES }

'use strict'

// The surface of panva's jose over this library: only the line that imports it changes. Nothing
// here uses more than the package exports. `bindings-node/scripts/compat.mjs` copies this folder
// into the package.

const base64url = require('./base64url.cjs')
const { decodeJwt, decodeProtectedHeader } = require('./decode.cjs')
const { EmbeddedJWK } = require('./embedded.cjs')
const errors = require('./errors.cjs')
const exported = require('./export.cjs')
const { generateKeyPair, generateSecret } = require('./generate.cjs')
const { importJWK, importPKCS8, importSPKI, importX509 } = require('./import.cjs')
const { GeneralEncrypt } = require('./jwe_general.cjs')
const { CompactEncrypt, FlattenedEncrypt } = require('./jwe_make.cjs')
const { compactDecrypt, flattenedDecrypt, generalDecrypt } = require('./jwe_read.cjs')
const { createLocalJWKSet } = require('./jwks_local.cjs')
const { createRemoteJWKSet, customFetch, jwksCache } = require('./jwks_remote.cjs')
const { GeneralSign } = require('./jws_general.cjs')
const { CompactSign, FlattenedSign } = require('./jws_make.cjs')
const { compactVerify, flattenedVerify, generalVerify } = require('./jws_read.cjs')
const { EncryptJWT, jwtDecrypt } = require('./jwt_encrypted.cjs')
const { SignJWT, jwtVerify } = require('./jwt_signed.cjs')
const { UnsecuredJWT } = require('./jwt_unsecured.cjs')

const { calculateJwkThumbprint, calculateJwkThumbprintUri } = exported
const { exportJWK, exportPKCS8, exportSPKI } = exported

/** As there, where it says that no other build was loaded. */
const cryptoRuntime = 'WebCryptoAPI'

module.exports = {
  CompactEncrypt,
  CompactSign,
  EmbeddedJWK,
  EncryptJWT,
  FlattenedEncrypt,
  FlattenedSign,
  GeneralEncrypt,
  GeneralSign,
  SignJWT,
  UnsecuredJWT,
  base64url,
  calculateJwkThumbprint,
  calculateJwkThumbprintUri,
  compactDecrypt,
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  cryptoRuntime,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  flattenedDecrypt,
  flattenedVerify,
  generalDecrypt,
  generalVerify,
  generateKeyPair,
  generateSecret,
  importJWK,
  importPKCS8,
  importSPKI,
  importX509,
  jwksCache,
  jwtDecrypt,
  jwtVerify,
}

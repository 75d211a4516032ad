export * from './base64url.js'

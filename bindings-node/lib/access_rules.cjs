'use strict'

const { inspect } = require('node:util')
const native = require('../native.cjs')
const { decided, deniedError } = require('./decision.cjs')
const { TokenError } = require('./error.cjs')
const { spelt } = require('./events.cjs')
const { published } = require('./exact.cjs')
const { checked, described, detachedFrom, optionInvalid } = require('./failure.cjs')
const { OPTIONS, reading } = require('./json.cjs')
const { optionsText, text, withJsonText } = require('./options.cjs')
const { provenClaims } = require('./token.cjs')

const INTERNAL = Symbol('internal')

/** The addon's numbers for what comes with a request, besides those for the claims of a token. */
const [NOTHING, CLAIMS, ERROR] = [0, 1, 4]

/** The rules of the addon's inside AccessRules; undefined inside anything else. */
let handleOf

class AccessRules {
  #native

  constructor(internal, handle) {
    if (internal !== INTERNAL) throw optionInvalid('AccessRules are made by AccessRules.fromJson')
    this.#native = handle
  }

  static {
    handleOf = (value) => (typeof value === 'object' && value !== null && #native in value ? value.#native : undefined)
  }

  static fromJson(rules) {
    return withJsonText(rules, 'rules', (text) => new AccessRules(INTERNAL, checked(native.accessRulesFromJson(text))))
  }

  static schema() {
    return JSON.parse(checked(native.accessRulesSchema()))
  }

  get reportOnly() {
    return checked(own(this).reportOnly())
  }

  check(token, method, path, options) {
    return decided(checked(own(this).check(...question(token, method, path, options))))
  }

  require(token, method, path, options) {
    const result = own(this).require(...question(token, method, path, options))
    if (typeof result !== 'string') throw deniedError(result)
    return decided(result)
  }

  explain(token, method, path, options) {
    return spelt(JSON.parse(checked(own(this).explain(...question(token, method, path, options)))))
  }

  lint() {
    return JSON.parse(checked(own(this).lint()))
  }

  toCedar() {
    return checked(own(this).toCedar())
  }

  [inspect.custom]() {
    return 'AccessRules {}'
  }
}

function own(value) {
  const handle = handleOf(value)
  if (handle === undefined) throw detachedFrom('AccessRules')
  return handle
}

/** A request, as the addon takes it. */
function question(token, method, path, options) {
  return [...brought(token), text(method, 'method'), text(path, 'path'), options === undefined ? '{}' : optionsText(options)]
}

/** What came with a request: how the addon calls it, and its text. */
function brought(token) {
  if (token === undefined || token === null) return [NOTHING, '']
  const proven = provenClaims(token)
  if (proven !== undefined) return [CLAIMS + proven[0], proven[1]]
  return reading(OPTIONS, () => refused(token))
}

/** An error of others is no verdict on a token, and has no code here. */
function refused(token) {
  if (token instanceof TokenError) return [ERROR, String(token.code)]
  if (token instanceof Error) return [ERROR, '']
  throw optionInvalid(`token must be a Token that was checked, the error of its check, or null, and this is ${described(token)}`)
}

/** The addon's rules, if given: undefined means none. Null must not drop them. */
function nativeRulesIfGiven(rules, what) {
  if (rules === undefined) return undefined
  const handle = handleOf(rules)
  if (handle === undefined) throw optionInvalid(`${what} must be AccessRules, and this is ${described(rules)}`)
  return handle
}

module.exports = { AccessRules: published(AccessRules), nativeRulesIfGiven }

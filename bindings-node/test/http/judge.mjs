// Whether an answer is what a case says.

/** What is wrong with an answer; undefined: nothing. */
export function wrong(answer, expected, method) {
  const saw = sawOf(answer)
  if (expected.unrouted && saw === null && answer.status >= 300 && answer.status <= 499) return undefined
  const found = [
    differs('status', answer.status, expected.status),
    'saw' in expected && differs('saw', saw, expected.saw),
    expected.challenges && challengesDiffer(answer, expected.challenges),
    expected.body && method !== 'HEAD' && bodyDiffers(answer.body, expected.body),
    ...Object.entries(expected.headers ?? {}).map(([name, value]) => headerDiffers(answer, name, value)),
  ].filter((one) => one)
  return found.length === 0 ? undefined : found.join('; ')
}

const valuesOf = ({ headers }, name) => headers.filter(([own]) => own === name).map(([, value]) => value)

/** The handler that was reached, and whom it was told of; null: none was. */
function sawOf(answer) {
  const [route] = valuesOf(answer, 'saw-route')
  return route === undefined ? null : { route, subject: valuesOf(answer, 'saw-subject')[0] ?? null }
}

function differs(what, actual, expected) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)]
  return is === should ? undefined : `${what} is ${is}, not ${should}`
}

/** A text is the value, true any value, null that there is none. */
const fits = (actual, expected) =>
  expected === true ? actual !== undefined : expected === null ? actual === undefined : actual === expected

function challengesDiffer(answer, expected) {
  const challenges = valuesOf(answer, 'www-authenticate').flatMap(parsed)
  const isRight = ({ scheme, parameters }, index) =>
    challenges[index].scheme === scheme &&
    Object.entries(parameters).every(([name, value]) => fits(challenges[index].parameters[name], value))
  if (challenges.length === expected.length && expected.every(isRight)) return undefined
  return `challenges are ${JSON.stringify(challenges)}, not ${JSON.stringify(expected)}`
}

/** The challenges of a header, possibly several: `Bearer realm="orders", error="invalid_token", DPoP algs="ES256"`. */
function parsed(text) {
  const challenges = []
  for (const [, scheme, name, quoted, bare] of text.matchAll(
    /(?:^|, ?)(?:([A-Za-z]+)(?: |$))?(?:([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^,]*)))?/g,
  )) {
    if (scheme !== undefined) challenges.push({ scheme, parameters: {} })
    if (name !== undefined) challenges.at(-1).parameters[name] = quoted?.replace(/\\(.)/g, '$1') ?? bare
  }
  return challenges
}

function bodyDiffers(text, expected) {
  let body
  try {
    body = JSON.parse(text)
  } catch {
    return `the body is no JSON: ${JSON.stringify(text)}`
  }
  const isRight = Object.entries(expected).every(([name, value]) =>
    typeof value === 'object' && value !== null ? JSON.stringify(body[name]) === JSON.stringify(value) : fits(body[name], value),
  )
  return isRight ? undefined : `the body is ${text}, not ${JSON.stringify(expected)}`
}

function headerDiffers(answer, name, expected) {
  const values = valuesOf(answer, name)
  // A list, to which the framework may add.
  if (name === 'vary') {
    const members = values.flatMap((value) => value.toLowerCase().split(/, */))
    return members.includes(expected.toLowerCase()) ? undefined : `vary is ${JSON.stringify(members)}, without ${expected}`
  }
  const known = typeof expected === 'string' ? values[0]?.split(';', 1)[0].trim() : values[0]
  return fits(known, expected) ? undefined : `${name} is ${JSON.stringify(values[0])}, not ${JSON.stringify(expected)}`
}

// What every framework must answer: tests/http/cases.json, whose README says what it means.

import { readFileSync } from 'node:fs'

const read = (name) => JSON.parse(readFileSync(new URL(`../../../tests/http/${name}`, import.meta.url), 'utf8'))

export const { cases, keys, proofs, routes, services, tokens } = read('cases.json')

/** The text of a service's access rules; undefined where it has none. */
export function rulesOf({ rules, report_only: reportOnly = false }) {
  return rules === null ? undefined : JSON.stringify({ ...read(rules), report_only: reportOnly })
}

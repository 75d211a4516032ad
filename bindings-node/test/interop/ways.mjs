// What was exchanged, summed up: by the form of the tokens, by their algorithm, and in numbers. Each form is a table of
// { title, signs, rows: [[row, cells]] }, with a cell for each library: { readHere, readThere, words }.

import { OTHERS } from './exchange.mjs'

const ways = ({ readHere = 0, readThere = 0, words }) => {
  const [makes, reads] = [readHere > 0, readThere > 0]
  return { makes, reads, inPart: makes && reads && words !== undefined }
}

const either = (cells) => {
  const all = cells.map(ways)
  const some = (name) => all.some((one) => one[name])
  return { makes: some('makes'), reads: some('reads'), inPart: some('inPart') }
}

/** What is exchanged with each library in a form, by some algorithm. */
export const ofForm = ({ rows }) =>
  OTHERS.map((other, index) => ({ ...either(rows.map(([, cells]) => cells[index])), inPart: false }))

/** What is exchanged with each library by an algorithm, in some form. */
export function ofAlgorithm(tables, { label }) {
  const rows = tables.flatMap((table) => table.rows.filter(([row]) => row.label === label))
  return OTHERS.map((other, index) => either(rows.map(([, cells]) => cells[index])))
}

/** By library: how many tokens, or thumbprints, were exchanged with it, [read here, read there]. */
export function totals(tables) {
  const sum = (index, name) => {
    const cells = tables.flatMap(({ rows }) => rows.map(([, all]) => all[index]))
    return cells.reduce((total, cell) => total + (cell[name] ?? 0), 0)
  }
  return Object.fromEntries(OTHERS.map(({ name }, index) => [name, [sum(index, 'readHere'), sum(index, 'readThere')]]))
}

/** The same for each form and for keys, to be printed. */
export function counts(tables, keys) {
  const tokens = Object.values(totals(tables)).flat()
  const said = (table) => Object.entries(totals([table])).map(([name, [here, there]]) => `${name} ${here} + ${there}`)
  const equal = Object.entries(totals([keys])).map(([name, [number]]) => `${name} ${number}`)
  return [
    `${tokens.reduce((sum, number) => sum + number)} tokens, by who made them, the library + tokenseal:`,
    ...tables.map((table) => `${table.title}: ${said(table).join(', ')}`),
    `thumbprints: ${equal.join(', ')}`,
  ].join('\n')
}

/**
 * Where the page would not tell the truth: holes that nobody explains, and tokens that went other ways than the rows of
 * their form and of their algorithm say together.
 */
export function unexpected(tables) {
  const found = []
  for (const table of tables) {
    const forms = ofForm(table)
    for (const [row, cells] of table.rows) {
      const algorithms = ofAlgorithm(tables, row)
      cells.forEach((cell, index) => {
        const [went, form, algorithm] = [ways(cell), forms[index], algorithms[index]]
        const isTold = ['makes', 'reads'].every((way) => went[way] === (form[way] && algorithm[way]))
        const isExplained = (went.makes && went.reads) || cell.words !== undefined
        if (!isTold || !isExplained) found.push(`${OTHERS[index].name}, ${table.title}, ${row.label}`)
      })
    }
  }
  return found
}

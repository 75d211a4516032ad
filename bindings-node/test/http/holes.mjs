// What a framework answers before any adapter runs: by framework, place of the adapter, and case.
// Each is checked as well: a case that has become right must leave the list.

const HOLES = [
  {
    frameworks: ['Express 4', 'Express 5', 'NestJS on Express', 'Next.js'],
    cases: ['path-encoded-word'],
    why: 'its router compares the words of a route as they were sent, encoded or not, and finds none',
  },
  {
    frameworks: ['Express 4', 'Express 5', 'Next.js'],
    placements: ['route'],
    cases: ['method-preflight-not'],
    why: 'it answers OPTIONS by itself for a path that has routes, none of which is for OPTIONS',
  },
  {
    frameworks: ['Next.js'],
    cases: [
      'dpop-both-schemes',
      'header-bearer-and-basic',
      'header-empty-and-bearer',
      'header-twice-bad-first',
      'header-twice-good-first',
      'header-twice-the-same',
      'report-malformed',
    ],
    why: 'of several headers `Authorization` it keeps the first, and nobody sees that there were others',
  },
  {
    frameworks: ['Next.js'],
    placements: ['route'],
    cases: ['ignored-twice'],
    why: 'of several headers `Authorization` it keeps the first, whose token is good',
  },
  {
    frameworks: ['Next.js'],
    cases: [
      'path-dot',
      'path-dot-inside',
      'path-dots',
      'path-dots-encoded',
      'path-dots-half-encoded',
      'path-dots-out',
      'path-rest-dots-inside',
    ],
    why: 'it resolves dot segments before anybody is asked: the rules and its router see the same path, without them',
  },
  {
    frameworks: ['Next.js'],
    placements: ['route'],
    cases: ['path-not-utf-8', 'path-percent-alone', 'path-percent-broken'],
    why: 'it answers 500 by itself to a path that it cannot decode',
  },
]

/** Why a case cannot be right; undefined: it must be. */
export function reasonFor(framework, placement, id) {
  const isMeant = (hole) => hole.frameworks.includes(framework) && (hole.placements?.includes(placement) ?? true) && hole.cases.includes(id)
  return HOLES.find(isMeant)?.why
}

/** The cases of all holes, which must exist. */
export const named = HOLES.flatMap(({ cases }) => cases)

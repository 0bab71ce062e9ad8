/** The facts of an entity as a CSV file, with everything that qualifies them. */

import { passagePath, placed } from '../core/address'
import { csv } from '../core/download'
import type { Entity, Fact } from '../core/types'

const QUALIFIERS = [
  'date',
  'start',
  'end',
  'asOf',
  'when',
  'earliest',
  'latest',
  'precision',
  'status',
  'likelihood',
  'basis',
  'scope',
  'condition',
  'claimant',
  'sameClaim',
  'event',
  'countedIn',
  'portionOf',
  'replaces',
  'interest',
  'maturity',
  'grace',
  'terms',
  'note',
  'flag',
] as const

export function factsCsv(thing: Entity): Blob {
  const said = QUALIFIERS.map((name) => (fact: Fact) => fact[name])
  const all = [...thing.facts, ...thing.findings, ...thing.related]
  const head = [
    'fact',
    'kind',
    'role',
    'words',
    'amount',
    'currency',
    ...QUALIFIERS,
    'planned',
    'parties',
    'sources',
    'address',
  ]
  const rows = all.map((fact) => [
    fact.id,
    fact.kind,
    fact.role,
    fact.words,
    fact.amount,
    fact.currency,
    ...said.map((get) => get(fact)),
    fact.planned ? 'true' : undefined,
    fact.parties.map((party) => party.id).join('; '),
    fact.sources.join('; '),
    fact.sources.map((locator) => location.origin + placed(passagePath(locator))).join('; '),
  ])
  return csv([head, ...rows])
}

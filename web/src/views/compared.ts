/** What a comparison counts of an entity, and the sums of money that the graph adds up for it. */

import { activity, queries, runQuery } from '../core/api'
import { yearsOf } from '../core/dates'
import { capital, money, t } from '../core/i18n'
import { claims } from '../core/statement'
import type { Activity, Entity, Fact, PlacedFact, Vocabulary } from '../core/types'
import { codeOf } from '../results/series'

/** An event that a side has a part in. */
export interface Counted {
  id: string
  words: string
  /** Its class, and the role of an entity that takes part itself. */
  name: string
  pillar?: PlacedFact['pillar']
  years: [number | null, number | null]
}

/** A sum of one kind, status and currency. */
export interface Sum {
  name: string
  currency: string
  own: number
  /** What several gave together, where the part of each is not known. */
  joint: number
  events: number
}

export interface Side {
  thing: Entity
  /** Whether its events are those that the map counts, not only those in which it takes part itself. */
  placed: boolean
  /** Each event once; plans and talks are not counted. */
  events: Counted[]
  sums: Sum[]
}

/** The query of the library that says what an agency lent and gave, each sum once. */
const LENT = 'financing-by'
const MONEY = [
  'Loan',
  'Grant',
  'Guarantee',
  'Insurance',
  'BondIssue',
  'DebtRelief',
  'Contribution',
  'Financing',
]

export const isMoney = (fact: Fact): boolean => MONEY.includes(fact.kind)

/** Whether what has to do with an entity is counted as on the map, not only that in which it takes part. */
const isPlaced = (thing: Entity, found: Activity): boolean =>
  thing.kind === 'Country' && found.facts.some((fact) => fact.countries.includes(thing.id))

export async function sides(things: [Entity, Entity], words: Vocabulary): Promise<[Side, Side]> {
  const found = await activity()
  const side = (thing: Entity): Promise<Side> =>
    isPlaced(thing, found) ? placed(thing, found, words) : taking(thing, found, words)
  return Promise.all([side(things[0]), side(things[1])])
}

/** A country: events with a party in it, as the map counts them, and the memberships and the like of its own. */
async function placed(thing: Entity, found: Activity, words: Vocabulary): Promise<Side> {
  const here = found.facts.filter((fact) => fact.countries.includes(thing.id))
  const known = new Set(found.facts.map((fact) => fact.id))
  const firm = claims(here.filter((fact) => !fact.planned)).map(
    (fact): Counted => ({
      id: fact.id,
      words: fact.words,
      name: found.kinds[fact.kind] ?? fact.kind,
      pillar: fact.pillar,
      years: [fact.first ?? null, fact.last ?? null],
    }),
  )
  const own = claims(thing.facts.filter((fact) => !fact.planned && !known.has(fact.id)))
  const hosted = new Set(thing.facts.map((fact) => fact.id))
  const sums = new Sums(words)
  for (const fact of claims(here))
    if (
      fact.amount &&
      !fact.planned &&
      !fact.unsummed &&
      (fact.countries.length === 1 || hosted.has(fact.id))
    )
      sums.add(found.kinds[fact.kind] ?? fact.kind, fact, fact.amount)
  return {
    thing,
    placed: true,
    events: [...firm, ...own.map((fact) => counted(fact, false))],
    sums: sums.list(),
  }
}

/** A firm or an agency: the facts in which it takes part, and what it lent and gave as the library adds it up. */
async function taking(thing: Entity, found: Activity, words: Vocabulary): Promise<Side> {
  const firm = claims(thing.facts.filter((fact) => !fact.planned))
  const sums = new Sums(words)
  const given = await lent(thing, sums)
  const unsummed = new Set(found.facts.filter((fact) => fact.unsummed).map((fact) => fact.id))
  for (const fact of firm)
    if (fact.amount && fact.currency && !fact.portionOf && !unsummed.has(fact.id) && !given.has(fact.id))
      sums.add(named(fact), fact, fact.amount)
  return { thing, placed: false, events: firm.map((fact) => counted(fact, true)), sums: sums.list() }
}

/** Add what an agency lent and gave; returns the facts of which that is known. */
async function lent(thing: Entity, sums: Sums): Promise<Set<string>> {
  const given = new Set<string>()
  const lends = thing.facts.some(isMoney)
  if (!lends || !(await queries()).some((query) => query.name === LENT)) return given
  const { results } = await runQuery(LENT, { agency: thing.id })
  const roles = new Map(thing.facts.map((fact) => [fact.id, named(fact)]))
  const met = new Set<string>()
  for (const row of results?.bindings ?? []) {
    const id = (row['fact']?.value ?? '').split('/id/').at(-1) ?? ''
    given.add(id)
    const own = Number(row['countedAmount']?.value ?? 0)
    const joint = Number(row['jointAmount']?.value ?? 0)
    if (!(own || joint) || met.has(id)) continue
    met.add(id)
    const said = { status: codeOf(row, 'status'), currency: row['currency']?.value ?? '' }
    sums.add(roles.get(id) ?? row['classLabel']?.value ?? '', said, own, joint)
  }
  return given
}

/** The class of a fact, with the role that the entity of its page has in it. */
const named = (fact: Fact): string =>
  fact.role ? t('kindRole', { kind: fact.kindLabel, role: fact.role }) : fact.kindLabel

const counted = (fact: Fact, role: boolean): Counted => ({
  id: fact.id,
  words: fact.words,
  name: role ? named(fact) : fact.kindLabel,
  years: yearsOf(fact),
})

/** Sums by kind, status and currency: what is planned, agreed and completed is never added up. */
class Sums {
  private readonly found = new Map<string, Sum>()

  constructor(private readonly words: Vocabulary) {}

  add(
    kind: string,
    { status = '', currency = '' }: { status?: string; currency?: string },
    own: number,
    joint = 0,
  ): void {
    const said = this.words.codes.status[status] ?? t('statusUnknown')
    const name = `${capital(kind)}, ${said}, ${currency}`
    const sum = this.found.get(name) ?? { name, currency, own: 0, joint: 0, events: 0 }
    sum.own += own
    sum.joint += joint
    sum.events += 1
    this.found.set(name, sum)
  }

  list(): Sum[] {
    return [...this.found.values()].sort((a, b) => a.name.localeCompare(b.name))
  }
}

/** A sum in words, such as USD 1.2B and USD 300M with others (12 events). */
export function sumText({ currency, own, joint, events }: Sum): string {
  const parts = [
    own ? money(own, currency) : '',
    joint ? t('withOthers', { amount: money(joint, currency) }) : '',
  ].filter(Boolean)
  return `${parts.join(' + ')} (${t('nEvents', { n: events })})`
}

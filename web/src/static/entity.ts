/** The profile of one entity, fact, statistic or passage. */

import { kindOf } from '../core/address'
import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'
import { claims } from '../core/statement'
import type { Citation, Entity, Fact, Figure, Identifier, Mention, Point, Property } from '../core/types'
import { file } from './files'
import { order, unique, type World } from './world'

const BASE = 'https://w3id.org/jlac/'

interface Value {
  id?: string
  text?: string
  lang?: string
}

interface Details {
  kinds?: string[]
  names?: Record<string, string[]>
  about?: [string, Value[]][]
  notes?: string[]
  identifiers?: Identifier[]
  sources?: string[]
  translated?: Record<string, string[]>
  points?: Point[]
  inward?: [string, string, string[]][]
  figures?: string[]
  /** What a passage is cited for, with its class if it is not drawn as that. */
  cited?: (string | [string, string])[]
  whole?: string
}

/** The number of the file with the details of an id: of the last whose first id is not after it. */
const shardOf = (world: World, id: string): number => world.core.shards.findLastIndex((first) => first <= id)

/** The IRI of an id. */
export function expand(id: string): string {
  if (id.includes('://')) return id
  const [prefix, ...rest] = id.split(':')
  if (!rest.length) return `${BASE}id/${id}`
  return BASE + (prefix === 'jlac' ? 'ont#' : `${prefix}/`) + rest.join(':')
}

export async function entity(world: World, name: string, lang: string): Promise<Entity> {
  const id = world.found(name)
  const number = shardOf(world, id)
  const shard = number < 0 ? {} : await file<Record<string, Details>>(`details-${number}`)
  const known = shard[id]
  if (!known) throw new ServiceError(404, t('unknownThing', { id }))
  const { facts, inward, figures, ...rest } = lists(world, known, id)
  const accounts = statements(world, world.accountsOf.get(world.core.said[id]?.event ?? id) ?? [])
  const points = known.points ?? []
  const sources = known.sources ?? (world.core.facts[id] ?? world.core.figures[id])?.sources ?? []
  const locators = [
    ...sources,
    ...[...facts, ...rest.findings, ...rest.related, ...inward, ...figures, ...accounts, ...points].flatMap(
      (row) => row.sources,
    ),
  ]
  return {
    ...world.node(id),
    ...rest,
    facts,
    iri: expand(id),
    kindLabel: (known.kinds ?? classesOf(world, id)).map((kind) => world.term(kind)).join(', '),
    names: known.names ?? {},
    about: about(world, known, lang),
    identifiers: known.identifiers ?? [],
    sources,
    translated: known.translated ?? {},
    qualifiers: world.qualified(id),
    inward,
    figures,
    accounts,
    points,
    cited: citing(world, known.cited ?? []),
    whole: wholeOf(world, known),
    passages: world.cited(locators),
  }
}

type Lists = 'facts' | 'findings' | 'related' | 'figures' | 'inward' | 'counts' | 'kinds' | 'partners'

/** The lists of a profile, whole, with their counts. */
function lists(world: World, known: Details, id: string): Pick<Entity, Lists> {
  const all = statements(world, profileOrder(world, id), id)
  const inward = (known.inward ?? []).map(
    ([property, from, sources]): Mention => ({
      id: from,
      words: world.label(from),
      role: world.label(property),
      sources,
    }),
  )
  const figures = (known.figures ?? []).map((name) => figure(world, name))
  const facts = all.filter((fact) => fact.kind !== 'Finding' && fact.kind !== 'Relatedness')
  const found = {
    facts,
    findings: all.filter((fact) => fact.kind === 'Finding'),
    related: all.filter((fact) => fact.kind === 'Relatedness'),
    figures,
    inward,
  }
  const counts = Object.fromEntries(Object.entries(found).map(([name, rows]) => [name, rows.length]))
  return {
    ...found,
    counts: counts as Entity['counts'],
    kinds: kindCounts(facts),
    partners: partners(facts, id),
  }
}

/** How many facts are of each class, the most first. */
function kindCounts(facts: Fact[]): Entity['kinds'] {
  const counts = new Map<string, Entity['kinds'][number]>()
  for (const { kind, kindLabel } of facts) {
    const known = counts.get(kind)
    if (known) known.count += 1
    else counts.set(kind, { kind, label: kindLabel, count: 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

/** The entities that share the most facts with one; plans do not count, nor one claim twice. */
function partners(facts: Fact[], id: string): Entity['partners'] {
  const counts = new Map<string, Entity['partners'][number]>()
  for (const fact of claims(facts.filter((one) => !one.planned))) {
    for (const party of new Map(fact.parties.map((one) => [one.id, one])).values()) {
      if (party.id === id || kindOf(party.id) === 'code') continue
      const known = counts.get(party.id)
      if (known) known.count += 1
      else counts.set(party.id, { id: party.id, label: party.label, count: 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || order(a.label, b.label)).slice(0, 8)
}

/** The class of a thing that is drawn as its only class. */
function classesOf(world: World, id: string): string[] {
  const { kind } = world.node(id)
  return kind === 'Code' || kind === 'Thing' ? [] : [kind]
}

/** The source of a passage, or the whole of a part. */
const wholeOf = (world: World, known: Details): Entity['whole'] =>
  known.whole
    ? {
        id: known.whole,
        label: world.label(known.whole),
        ...titled(world, known.whole),
        ...addressed(known),
      }
    : null

function titled(world: World, id: string): object {
  const { title, ...rest } = world.core.wholes[id] ?? {}
  return title ? { ...rest, label: title } : rest
}

/** The address of a passage if it has one of its own. */
function addressed(known: Details): object {
  const own = known.about?.find(([property]) => property === 'dcterms:source')?.[1][0]
  return own ? { url: own.text ?? own.id } : {}
}

/** The facts in which an entity plays a role, by their last day. */
function profileOrder(world: World, id: string): string[] {
  const time = (fact: string): string =>
    world.core.said[fact]?.latest || world.core.said[fact]?.earliest || '9999'
  return [...(world.factsOf.get(id) ?? [])].sort((a, b) => order(time(a), time(b)) || order(a, b))
}

/** Facts in order of time, with everything that qualifies them; with the roles of an entity if one is given. */
export function statements(world: World, names: string[], of = ''): Fact[] {
  const rows = names.map((name) => fact(world, name, of))
  return rows.sort((a, b) => byRank(a, b) || order(a.words, b.words))
}

/** By day; of undated facts those with an amount, then with most passages; classifications last. */
function byRank(a: Fact, b: Fact): number {
  const time = (row: Fact): string => row.earliest || row.latest || ''
  if (time(a) || time(b)) return order(time(a) || '9999', time(b) || '9999')
  const last = (row: Fact): number => Number(row.kind === 'Classification')
  const bare = (row: Fact): number => Number(row.amount === undefined)
  return last(a) - last(b) || bare(a) - bare(b) || b.sources.length - a.sources.length
}

function fact(world: World, id: string, of: string): Fact {
  const stated = world.core.facts[id]
  const parties = stated?.parties ?? []
  const roles = unique(parties.filter(([, party]) => party === of).map(([role]) => world.term(role)))
  const kind = stated?.kind ?? (world.core.figures[id] ? 'Observation' : 'Fact')
  return {
    id,
    words: world.label(id),
    role: roles.sort(order).join(', '),
    kind,
    kindLabel: world.term(kind),
    ...(stated?.amount === undefined ? {} : { amount: stated.amount }),
    ...(stated?.currency === undefined ? {} : { currency: stated.currency }),
    ...(stated?.approximate ? { approximate: true } : {}),
    parties: parties.map(([role, party]) => ({
      id: party,
      label: world.label(party),
      role: world.term(role),
    })),
    sources: stated?.sources ?? world.core.figures[id]?.sources ?? [],
    ...world.qualified(id),
  }
}

const NAMED = ['indicator', 'about', 'area', 'other', 'whose', 'under'] as const

/** A statistic with the labels of what it names. */
export function figure(world: World, id: string): Figure {
  const stated = world.core.figures[id] as Figure
  const labels = NAMED.flatMap((key) => (stated[key] ? [[`${key}Label`, world.label(stated[key])]] : []))
  const unit = stated.unit ? { unitLabel: world.texts.units[stated.unit] ?? stated.unit } : {}
  return {
    ...stated,
    ...Object.fromEntries(labels),
    ...unit,
    ...world.qualified(id),
    id,
    words: world.label(id),
  }
}

function about(world: World, known: Details, lang: string): Property[] {
  const groups = new Map<string, Property>()
  for (const [property, values] of known.about ?? []) {
    for (const value of values) {
      if (value.lang && value.lang !== lang && value.lang !== 'en') continue
      const name = property.replace('#', ':').split(/[:/]/).pop() ?? property
      const group = groups.get(property) ?? { label: world.label(property), name, values: [] }
      groups.set(property, group)
      const shown = value.id
        ? { id: value.id, label: world.label(value.id) }
        : { text: value.text ?? '', label: value.text ?? '' }
      if (!group.values.some((one) => one.id === shown.id && one.text === (shown as Value).text))
        group.values.push(shown)
    }
  }
  const notes = (known.notes ?? []).map((text) => ({ label: text, text }))
  const note = notes.length ? [{ label: world.term('note'), name: 'note', values: notes }] : []
  return [...groups.values(), ...note]
}

/** What a passage is cited for, statements first. */
function citing(world: World, rows: (string | [string, string])[]): Citation[] {
  const found = rows
    .map((row) => (typeof row === 'string' ? ([row, world.node(row).kind] as const) : row))
    .map(
      ([id, kind]): Citation => ({
        ...world.qualified(id),
        id,
        label: world.label(id),
        kind,
        kindLabel: world.term(kind),
      }),
    )
  const rank = (row: Citation): number => Number(kindOf(row.id) !== 'fact')
  return found.sort((a, b) => rank(a) - rank(b) || order(a.kindLabel, b.kindLabel) || order(a.label, b.label))
}

/** The nodes and links on the screen, and which of them the filters hide. */

import { overlaps, yearsOf } from '../core/dates'
import type { Network, Passages, Thing, Tie } from '../core/types'
import { named, pairId } from './canvas'
import { type Filters, NO_STATUS } from './state'
import { byCountry, type Group } from './strongest'

/** Of more entities, those with the most links are drawn. */
const MOST_DRAWN = 600

export class Model {
  readonly things = new Map<string, Thing>()
  readonly ties = new Map<string, Tie>()
  passages: Passages = {}
  /** Links of the highlighted path, also those to countries and sectors. */
  private steps: Tie[] = []
  /** Whether only the path is drawn: then other links between its nodes are hidden. */
  private only: Set<string> | null = null

  /** The entities by country, if only the best linked of each are drawn. */
  groups: Group[] = []

  /** Draw at most so many entities of each country; 0 for all. */
  choose(most: number): void {
    this.groups = most ? byCountry(this.things.values(), most) : []
  }

  /** The entities that are drawn unless a filter hides them. */
  get chosen(): Thing[] {
    if (!this.groups.length) return [...this.things.values()]
    return this.groups.flatMap((group) => group.shown.flatMap((id) => this.things.get(id) ?? []))
  }

  /** Add the links of a path, which the service leaves out of a network if they only place an entity. */
  follow(way: string[], ties: Tie[], only: boolean): void {
    const pairs = new Set(way.slice(1).map((id, i) => pairId(id, way[i] ?? '')))
    this.steps = ties.filter((tie) => pairs.has(pairId(tie.source, tie.target)))
    this.only = only && way.length ? pairs : null
    this.complete()
  }

  private complete(): void {
    for (const tie of this.steps)
      if (this.things.has(tie.source) && this.things.has(tie.target) && !this.ties.has(tie.id))
        this.ties.set(tie.id, tie)
  }

  replace(network: Network): void {
    this.things.clear()
    this.ties.clear()
    for (const thing of network.nodes) this.things.set(thing.id, thing)
    for (const tie of network.edges) this.ties.set(tie.id, tie)
    this.passages = { ...this.passages, ...network.passages }
    this.complete()
  }

  /** Ids of the nodes and links that are not drawn: those that the filters hide, and what is too much. */
  hidden(filters: Filters): Set<string> {
    const away = this.excluded(filters)
    if (this.groups.length) this.leaveOut(away)
    else if (this.large) this.cap(away)
    return away
  }

  private excluded(filters: Filters): Set<string> {
    const away = new Set<string>()
    for (const thing of this.things.values()) if (filters.kinds.has(thing.kind)) away.add(thing.id)
    // hide nodes that lose all their links; keep those that had none before, and a class that is shown alone
    const classes = new Set([...this.things.values()].flatMap(({ id, kind }) => (away.has(id) ? [] : [kind])))
    const tied = new Set<string>()
    const once = new Set<string>()
    for (const tie of this.ties.values()) {
      const apart = this.only && !this.only.has(pairId(tie.source, tie.target))
      const passes = !apart && this.passes(tie, filters)
      const both = !away.has(tie.source) && !away.has(tie.target)
      if (!passes || !both) away.add(tie.id)
      for (const end of [tie.source, tie.target]) {
        once.add(end)
        if (passes && (both || classes.size === 1)) tied.add(end)
      }
    }
    for (const thing of this.things.values()) {
      const lone = !once.has(thing.id) && !concerns(thing, filters)
      if (lone || (once.has(thing.id) && !tied.has(thing.id))) away.add(thing.id)
    }
    return away
  }

  /** How many of the entities that the filters leave are too many to be drawn. */
  beyond(filters: Filters): number {
    if (this.groups.length || !this.large) return 0
    const away = this.excluded(filters)
    const left = [...this.things.keys()].filter((id) => !away.has(id)).length
    return Math.max(left - MOST_DRAWN, 0)
  }

  /** Whether there are too many entities to see anything. */
  get large(): boolean {
    return this.things.size > MOST_DRAWN
  }

  /** Of too many entities, hide those with the fewest links. */
  private cap(away: Set<string>): void {
    const left = [...this.things.values()].filter((thing) => !away.has(thing.id))
    left.sort((a, b) => b.degree - a.degree || a.id.localeCompare(b.id))
    for (const thing of left.slice(MOST_DRAWN)) away.add(thing.id)
    for (const tie of this.ties.values()) if (away.has(tie.source) || away.has(tie.target)) away.add(tie.id)
  }

  /** How many nodes are hidden only because their country, or their sector, is not known. */
  unknown(filters: Filters, name: 'country' | 'sector'): number {
    if (!filters[name]) return 0
    const known = new Set<string>()
    const values = name === 'country' ? 'countries' : 'sectors'
    for (const tie of this.ties.values())
      if (tie[values]?.length) for (const end of [tie.source, tie.target]) known.add(end)
    for (const thing of this.things.values())
      if (name === 'country' ? thing.country || thing.kind === 'Country' : thing.sectors.length)
        known.add(thing.id)
    const otherwise = this.excluded({ ...filters, [name]: '' })
    return [...this.excluded(filters)].filter(
      (id) => this.things.has(id) && !otherwise.has(id) && !known.has(id),
    ).length
  }

  /** The entities and links that the filters leave. */
  shown(filters: Filters): { things: Thing[]; ties: Tie[] } {
    const away = this.hidden(filters)
    const left = <One extends { id: string }>(all: Map<string, One>): One[] =>
      [...all.values()].filter((one) => !away.has(one.id))
    return { things: left(this.things), ties: left(this.ties) }
  }

  /** Hide what is not among the best linked of its country. */
  private leaveOut(away: Set<string>): void {
    const chosen = new Set(this.chosen.map((thing) => thing.id))
    for (const id of this.things.keys()) if (!chosen.has(id)) away.add(id)
    for (const tie of this.ties.values())
      if (!chosen.has(tie.source) || !chosen.has(tie.target)) away.add(tie.id)
  }

  /** A link has to do with a country or sector if one of its ends does, or its fact. */
  private passes(tie: Tie, filters: Filters): boolean {
    const ends = [this.things.get(tie.source), this.things.get(tie.target)]
    const near = (filter: Partial<Filters>): boolean =>
      ends.some((end) => end && concerns(end, { country: '', sector: '', ...filter }))
    const { country, sector, party } = filters
    if (party && !ends.some((end) => end?.kind === party)) return false
    if (country && !tie.countries?.includes(country) && !near({ country })) return false
    if (sector && !tie.sectors?.includes(sector) && !near({ sector })) return false
    return tiePasses(tie, filters)
  }

  years(): [number, number] | null {
    const found: number[] = []
    for (const tie of this.ties.values()) for (const year of yearsOf(tie)) if (year !== null) found.push(year)
    return found.length ? [Math.min(...found), Math.max(...found)] : null
  }

  neighbours(id: string): Set<string> {
    const found = new Set<string>()
    for (const tie of this.ties.values()) {
      if (tie.context) continue
      if (tie.source === id) found.add(tie.target)
      if (tie.target === id) found.add(tie.source)
    }
    return found
  }

  tiesOf(id: string): Tie[] {
    return [...this.ties.values()].filter((tie) => tie.source === id || tie.target === id)
  }

  /** The links of one drawn edge that the filters do not hide; country and sector links last. */
  between(pair: string, filters: Filters): Tie[] {
    const away = this.hidden(filters)
    const found = [...this.ties.values()].filter(
      (tie) => pairId(tie.source, tie.target) === pair && !away.has(tie.id),
    )
    return found.sort(
      (a, b) =>
        Number(!!a.context) - Number(!!b.context) ||
        b.sources.length - a.sources.length ||
        a.id.localeCompare(b.id),
    )
  }

  label(id: string): string {
    const thing = this.things.get(id)
    return thing ? named(thing) : id
  }
}

/** Whether an entity is of a country and sector, or is that country. */
const concerns = (thing: Thing, { country, sector }: Pick<Filters, 'country' | 'sector'>): boolean =>
  (!country || thing.country === country || thing.id === country) &&
  (!sector || thing.sectors.includes(sector) || thing.id === sector)

function tiePasses(tie: Tie, filters: Filters): boolean {
  if (filters.relations.has(tie.relation)) return false
  if (filters.status.has(tie.status ?? NO_STATUS)) return false
  const years = yearsOf(tie)
  if (years[0] === null && years[1] === null) return filters.undated
  return overlaps(years, filters.from, filters.to)
}

/** The nodes and links on the screen, and which of them the filters hide. */

import { overlaps, yearsOf } from '../core/dates'
import type { Network, Passages, Thing, Tie } from '../core/types'
import { named, pairId } from './canvas'
import type { Filters } from './state'

export class Model {
  readonly things = new Map<string, Thing>()
  readonly ties = new Map<string, Tie>()
  passages: Passages = {}

  replace(network: Network): void {
    this.things.clear()
    this.ties.clear()
    for (const thing of network.nodes) this.things.set(thing.id, thing)
    for (const tie of network.edges) this.ties.set(tie.id, tie)
    this.passages = { ...this.passages, ...network.passages }
  }

  /** Ids of the nodes and links that the filters hide. */
  hidden(filters: Filters): Set<string> {
    const away = new Set<string>()
    for (const thing of this.things.values()) if (!thingPasses(thing, filters)) away.add(thing.id)
    for (const tie of this.ties.values()) {
      if (away.has(tie.source) || away.has(tie.target) || !tiePasses(tie, filters)) away.add(tie.id)
    }
    // hide nodes that lose all their links; keep those that had none before
    const tied = new Set<string>()
    const once = new Set<string>()
    for (const tie of this.ties.values()) {
      for (const end of [tie.source, tie.target]) {
        once.add(end)
        if (!away.has(tie.id)) tied.add(end)
      }
    }
    for (const id of this.things.keys()) if (once.has(id) && !tied.has(id)) away.add(id)
    return away
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

function thingPasses(thing: Thing, filters: Filters): boolean {
  if (filters.kinds.has(thing.kind)) return false
  if (filters.country && thing.country && thing.country !== filters.country) return false
  return !filters.sector || !thing.sectors.length || thing.sectors.includes(filters.sector)
}

function tiePasses(tie: Tie, filters: Filters): boolean {
  if (filters.relations.has(tie.relation)) return false
  if (tie.status && filters.status.has(tie.status)) return false
  const years = yearsOf(tie)
  if (years[0] === null && years[1] === null) return filters.undated
  return overlaps(years, filters.from, filters.to)
}

/** Entities by country; of a large drawing only the best linked of each, so that it can be printed. */

import type { Thing } from '../core/types'

export interface Group {
  /** The id of the country; empty for none, `REST` for countries with few entities. */
  country: string
  shown: string[]
  /** How many more there are. */
  others: number
}

export const REST = 'rest'
/** How many of each country may be chosen; 0 for all. */
export const CHOICES = [3, 5, 10, 0] as const
/** A drawing of more entities shows the first choice unless the reader chooses. */
const MANY = 60
/** The most countries with a place of their own where not all entities are drawn. */
const COUNTRIES = 11
const HOME = 'place/japan'

/** How many entities of each country are drawn, 0 for all: as chosen, or by the size of the drawing. */
export const perCountry = (chosen: number | null, size: number): number =>
  chosen ?? (size > MANY ? CHOICES[0] : 0)

/** Japan first, then by the number of entities; countries with few, and what has no country, come last. */
export function byCountry(things: Iterable<Thing>, most: number): Group[] {
  const all = new Map<string, Thing[]>()
  for (const thing of things) {
    const country = thing.country ?? ''
    all.set(country, [...(all.get(country) ?? []), thing])
  }
  const weight = (country: string): number =>
    country === HOME ? 1e9 : country ? (all.get(country)?.length ?? 0) : -1
  const names = [...all.keys()].sort((a, b) => weight(b) - weight(a) || a.localeCompare(b))
  const few = most ? names.filter(Boolean).slice(COUNTRIES) : []
  const members = new Map(
    names.filter((name) => !few.includes(name)).map((name) => [name, all.get(name) ?? []]),
  )
  if (few.length) {
    const none = members.get('')
    members.delete('')
    members.set(
      REST,
      few.flatMap((name) => all.get(name) ?? []),
    )
    if (none) members.set('', none)
  }
  return [...members].map(([country, group]) => {
    const best = [...group].sort((a, b) => b.degree - a.degree || a.id.localeCompare(b.id))
    const shown = (most ? best.slice(0, most) : best).map((thing) => thing.id)
    return { country, shown, others: group.length - shown.length }
  })
}

/** Colour, shape and size of nodes, and the legend that explains them. */

import { capital, number, t } from '../core/i18n'
import type { Style, Thing, Tie, Vocabulary } from '../core/types'

export const COLOURS = ['kind', 'country', 'sector'] as const
export const SIZES = ['degree', 'drawn', 'same'] as const
export type ColourBy = (typeof COLOURS)[number]
export type SizeBy = (typeof SIZES)[number]

/** The palette of Okabe and Ito (2008), for any colour vision; grey is left for the rest. */
const PALETTE = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#56B4E9', '#CC79A7', '#F0E442']
const REST: Style = { colour: '#999999', shape: 'circle' }

export interface Entry {
  style: Style
  text: string
}

/** How each node of a drawing looks. */
export interface Look {
  style: (thing: Thing) => Style
  size: (thing: Thing) => number
  /** Every colour and shape of some of the nodes, the most frequent first. */
  legend: (things: Thing[]) => Entry[]
}

const scaled = (links: number): number => Math.round(Math.min(14 + 5 * Math.log2(1 + links), 52))

/** The size of a node by the number of its links in the whole graph. */
export const sizeOf = (thing: Thing): number => scaled(thing.degree)

export function look(
  things: Thing[],
  ties: Iterable<Tie>,
  words: Vocabulary,
  by: ColourBy = 'kind',
  size: SizeBy = 'degree',
): Look {
  const valueIn = (thing: Thing): string =>
    by === 'kind' ? thing.kind : by === 'country' ? (thing.country ?? '') : (thing.sectors[0] ?? '')
  const styles =
    by === 'kind' ? words.styles : palette([...tally(things.map(valueIn)).keys()].filter(Boolean))
  const labels = by === 'kind' ? words.kinds : by === 'country' ? words.countries : words.sectors
  const legend = (shown: Thing[]): Entry[] => {
    const counts = [...tally(shown.map(valueIn))]
    const found = counts
      .filter(([value]) => value && styles[value])
      .map(([value, n]) => entry(styles[value], capital(labels[value] ?? value), n))
    const left = counts.reduce((sum, [value, n]) => sum + (styles[value] ? 0 : n), 0)
    if (left) found.push(entry(REST, t(by === 'kind' ? 'otherKinds' : 'otherOrNone'), left))
    return found
  }
  return { style: (thing) => styles[valueIn(thing)] ?? REST, size: sizing(size, ties), legend }
}

/** How often each value occurs, the most frequent first, then in the order given. */
function tally(values: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return new Map([...counts].sort((a, b) => b[1] - a[1]))
}

const entry = (style: Style | undefined, text: string, n = 0): Entry => ({
  style: style ?? REST,
  text: `${text} (${number(n)})`,
})

/** How many linked entities the size of a node stands for; null where size means nothing. */
export function sizeRange(things: Thing[], ties: Iterable<Tie>, by: SizeBy): [number, number] | null {
  const count = linked(by, ties)
  if (!count || !things.length) return null
  const found = things.map(count)
  return [Math.min(...found), Math.max(...found)]
}

/** The first values get a colour of their own. */
const palette = (values: string[]): Record<string, Style> =>
  Object.fromEntries(
    values.slice(0, PALETTE.length).map((value, i) => [value, { colour: PALETTE[i] ?? '', shape: 'circle' }]),
  )

function sizing(by: SizeBy, ties: Iterable<Tie>): (thing: Thing) => number {
  const count = linked(by, ties)
  return (thing) => (count ? scaled(count(thing)) : 28)
}

/** The entities to which a node is linked, in the whole graph or by the links given. */
function linked(by: SizeBy, ties: Iterable<Tie>): ((thing: Thing) => number) | null {
  if (by === 'same') return null
  if (by === 'degree') return (thing) => thing.degree
  const others = new Map<string, Set<string>>()
  const add = (from: string, to: string): void => {
    others.set(from, (others.get(from) ?? new Set()).add(to))
  }
  for (const { source, target } of ties) {
    add(source, target)
    add(target, source)
  }
  return (thing) => others.get(thing.id)?.size ?? 0
}

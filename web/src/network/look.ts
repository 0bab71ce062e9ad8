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
  /** Every colour and shape in use, the most frequent first. */
  legend: Entry[]
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
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(valueIn(thing), (counts.get(valueIn(thing)) ?? 0) + 1)
  // of equally frequent values, the first drawn comes first
  const order = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
  const styles = by === 'kind' ? words.styles : palette(order.filter(Boolean))
  const labels = by === 'kind' ? words.kinds : by === 'country' ? words.countries : words.sectors
  const known = order.filter((value) => value && styles[value])
  const rest = order.filter((value) => !styles[value])
  const legend = known.map((value) =>
    entry(styles[value], `${capital(labels[value] ?? value)}`, counts.get(value)),
  )
  const left = rest.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0)
  if (left) legend.push(entry(REST, t(by === 'kind' ? 'otherKinds' : 'otherOrNone'), left))
  return {
    style: (thing) => styles[valueIn(thing)] ?? REST,
    size: sizing(size, ties),
    legend,
  }
}

const entry = (style: Style | undefined, text: string, n = 0): Entry => ({
  style: style ?? REST,
  text: `${text} (${number(n)})`,
})

/** The first values get a colour of their own. */
const palette = (values: string[]): Record<string, Style> =>
  Object.fromEntries(
    values.slice(0, PALETTE.length).map((value, i) => [value, { colour: PALETTE[i] ?? '', shape: 'circle' }]),
  )

function sizing(by: SizeBy, ties: Iterable<Tie>): (thing: Thing) => number {
  if (by === 'same') return () => 28
  if (by === 'degree') return sizeOf
  const others = new Map<string, Set<string>>()
  const add = (from: string, to: string): void => {
    others.set(from, (others.get(from) ?? new Set()).add(to))
  }
  for (const { source, target } of ties) {
    add(source, target)
    add(target, source)
  }
  return (thing) => scaled(others.get(thing.id)?.size ?? 0)
}

/** Layouts by purpose: a path in a row, tiers of distance, columns by country. */

import type { Place } from './canvas'

export const LAYOUTS = ['force', 'row', 'tiers', 'countries'] as const
export type LayoutName = (typeof LAYOUTS)[number]

export interface Input {
  nodes: { id: string }[]
  edges: { source: string; target: string }[]
}

/** Distances between neighbours in a row, between columns and between rows. */
const STEP = 250
const DROP = 120
const COLUMN = 260
const ROW = 74
/** The most nodes one above another; more are set in columns side by side. */
const TALL = 12

/** A path from left to right, or from top to bottom where there is no room for its words. */
export const inRow = (nodes: string[], upright = false): Map<string, Place> =>
  new Map(nodes.map((id, i) => [id, upright ? { x: 0, y: i * DROP } : { x: i * STEP, y: 0 }]))

/** Columns by the number of links from a node; what is not linked to it comes last. */
export function inTiers(input: Input, root: string): Map<string, Place> {
  const next = neighbours(input)
  const depth = new Map([[root, 0]])
  const queue = [root]
  for (const id of queue)
    for (const other of next.get(id) ?? [])
      if (!depth.has(other)) {
        depth.set(other, (depth.get(id) ?? 0) + 1)
        queue.push(other)
      }
  const last = Math.max(...depth.values()) + 1
  const tiers: string[][] = []
  for (const { id } of input.nodes) (tiers[depth.get(id) ?? last] ??= []).push(id)
  return inColumns(tiers.filter(Boolean), next).places
}

export interface Columns {
  places: Map<string, Place>
  /** Where the heading of each group stands. */
  heads: Place[]
}

/** Groups from left to right, the nodes of each in the order that crosses the fewest lines. */
export function inColumns(groups: string[][], next: Map<string, Set<string>>): Columns {
  const ordered = uncrossed(groups, next)
  const places = new Map<string, Place>()
  const heads: Place[] = []
  let x = 0
  for (const group of ordered) {
    const across = Math.ceil(group.length / TALL)
    const down = Math.ceil(group.length / across)
    for (const [i, id] of group.entries()) {
      const [column, row] = [Math.floor(i / down), i % down]
      places.set(id, { x: x + column * (COLUMN * 0.62), y: (row - (down - 1) / 2 + (column % 2) / 2) * ROW })
    }
    heads.push({ x: x + ((across - 1) * COLUMN * 0.62) / 2, y: -((down + 1) / 2) * ROW - 30 })
    x += (across - 1) * COLUMN * 0.62 + COLUMN
  }
  const top = Math.min(...heads.map((head) => head.y))
  return { places, heads: heads.map((head) => ({ x: head.x, y: top })) }
}

/** A heading takes this part of a row. */
const HEAD = 1.2
/** How far columns are apart, and how many times the drawing is as wide as tall: close, or with room for names. */
const CLOSE = { column: COLUMN, row: ROW, shape: 1.1 }
const ROOMY = { column: 430, row: 104, shape: 1.3 }

/** The id of the line that counts what is not drawn of a group begins so; it stands below the group. */
export const OTHERS = 'others:'

/** Groups below one another in columns of about the same height; only a group taller than that is parted. */
export function inBlocks(groups: string[][], next: Map<string, Set<string>>, roomy = false): Columns {
  const { column, row, shape } = roomy ? ROOMY : CLOSE
  const ordered = uncrossed(groups, next)
  const rows = ordered.reduce((sum, group) => sum + group.length + HEAD, 0)
  const tall = Math.max(4, Math.ceil(rows / Math.max(1, Math.sqrt((shape * rows * row) / column))))
  const places = new Map<string, Place>()
  const heads: Place[] = []
  let [x, used] = [0, 0]
  for (const group of ordered) {
    group.sort((a, b) => Number(a.startsWith(OTHERS)) - Number(b.startsWith(OTHERS)))
    if (used && used + group.length + HEAD > tall + 1) [x, used] = [x + column, 0]
    const across = Math.ceil(group.length / (tall + 1))
    const down = Math.ceil(group.length / across)
    for (const [i, id] of group.entries())
      places.set(id, { x: x + Math.floor(i / down) * column, y: (used + HEAD + (i % down)) * row })
    heads.push({ x: x + ((across - 1) * column) / 2, y: used * row })
    if (across > 1) [x, used] = [x + across * column, 0]
    else used += group.length + HEAD
  }
  return { places, heads }
}

/** Sweeps of the barycentre method of Sugiyama, Tagawa and Toda (1981). */
function uncrossed(groups: string[][], next: Map<string, Set<string>>): string[][] {
  const sorted = groups.map((group) => [...group].sort())
  const at = new Map<string, number>()
  const number = (group: string[]): void =>
    group.forEach((id, i) => void at.set(id, i - (group.length - 1) / 2))
  sorted.forEach(number)
  for (let sweep = 0; sweep < 6; sweep++) {
    for (const group of sweep % 2 ? sorted.toReversed() : sorted) {
      const mine = new Set(group)
      const aim = new Map(group.map((id) => [id, centre(id, mine, next, at)]))
      group.sort((a, b) => (aim.get(a) ?? 0) - (aim.get(b) ?? 0) || a.localeCompare(b))
      number(group)
    }
  }
  return sorted
}

function centre(
  id: string,
  mine: Set<string>,
  next: Map<string, Set<string>>,
  at: Map<string, number>,
): number {
  const others = [...(next.get(id) ?? [])].filter((other) => !mine.has(other) && at.has(other))
  if (!others.length) return at.get(id) ?? 0
  return others.reduce((sum, other) => sum + (at.get(other) ?? 0), 0) / others.length
}

export function neighbours({ edges }: Input): Map<string, Set<string>> {
  const next = new Map<string, Set<string>>()
  const add = (from: string, to: string): void => {
    next.set(from, (next.get(from) ?? new Set()).add(to))
  }
  for (const { source, target } of edges) {
    add(source, target)
    add(target, source)
  }
  return next
}

/** The data files as `jlac_graph.site.pack` writes them: what follows from another file is restored here. */

import type { Figure, Passage, Passages, Qualified, Thing, Tie } from '../core/types'

/** Ends, relation, fact, years, flags, doubt, passages if there is no fact, what its edge has beside. */
export type LinkRow = [
  string,
  string,
  string,
  string | null,
  number | null,
  number | null,
  number,
  number,
  string[],
  Partial<Tie>,
]

export interface StoredFact {
  kind: string
  amount?: number
  currency?: string
  approximate?: boolean
  parties: [string, string][]
  sources: string[]
}

export interface Whole {
  title?: string
  url?: string
  tier?: string
  read?: string
  language?: string
}

export interface Core {
  nodes: Record<string, Partial<Thing>>
  facts: Record<string, StoredFact>
  said: Record<string, Qualified>
  figures: Record<string, Figure>
  passages: Passages
  links: LinkRow[]
  labels: Record<string, string>
  shards: string[]
  ground: Record<string, number>
  wholes: Record<string, Whole>
}

export interface Texts {
  labels: Record<string, string>
  units: Record<string, string>
  gaps: string[]
  phrases: Record<string, string>
  projections: Record<string, string>
  collections: Record<string, string>
}

/** One id with everything that is known of it in no language. */
interface Entry extends Partial<Thing> {
  fact?: StoredFact
  said?: Qualified
  figure?: Figure
  whole?: Whole
  /** What neither the label nor the source of a passage says of it. */
  passage?: Partial<Passage> & { locator?: string }
}

export interface StoredCore {
  things: Record<string, Entry>
  /** The labels that are the same in every language, of what has no entry. */
  labels: Record<string, string>
  /** What has a label in each language and no entry, in the order of the labels. */
  named: string[]
  links: LinkRow[]
  shards: string[]
  ground: Record<string, number>
}

export interface StoredTexts extends Omit<Texts, 'labels'> {
  labels: (string | null)[]
}

/** Everything by id, each kind apart. */
export function coreOf({ things, ...rest }: StoredCore): Core {
  const core: Core = { ...rest, nodes: {}, facts: {}, said: {}, figures: {}, wholes: {}, passages: {} }
  core.labels = { ...rest.labels }
  for (const [id, { fact, said, figure, whole, passage: _, label, ...node }] of Object.entries(things)) {
    if (node.kind) core.nodes[id] = node
    if (fact) core.facts[id] = fact
    if (said) core.said[id] = said
    if (figure) core.figures[id] = figure
    if (whole) core.wholes[id] = whole
    if (label !== undefined) core.labels[id] = label
  }
  core.passages = passagesOf(things, core)
  return core
}

function passagesOf(things: Record<string, Entry>, core: Core): Passages {
  const found: Passages = {}
  for (const [id, { passage }] of Object.entries(things)) {
    if (!passage) continue
    const { locator = id.replace(/^src:/, '').replace('/', '#'), ...own } = passage
    const { url, tier, read } = core.wholes[`src:${locator.split('#')[0]}`] ?? {}
    found[locator] = known({ label: core.labels[id], url, tier, read, ...own }) as Passage
  }
  return found
}

/** A record without what is missing. */
export const known = (record: object): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null))

/** The labels of one language, with those of every language. */
export function textsOf(stored: StoredCore, core: Core, { labels, ...rest }: StoredTexts): Texts {
  const own = Object.keys(stored.things).filter((id) => stored.things[id]?.label === undefined)
  const said = [...own, ...stored.named].map((id, at): [string, string | null] => [id, labels[at] ?? null])
  return {
    ...rest,
    labels: {
      ...core.labels,
      ...Object.fromEntries(said.filter(([, one]) => one !== null)),
    } as Texts['labels'],
  }
}

/** Every entity, fact, link and passage of the site, with labels in one language. */

import { pathOf } from '../core/address'
import type { Lang } from '../core/i18n'
import type { Passage, Qualified, Thing, Tie } from '../core/types'
import { file } from './files'
import { type Core, coreOf, type StoredCore, type StoredTexts, type Texts, textsOf } from './stored'

export const PREFIXES: Record<string, string> = {
  jlac: 'ont#',
  code: 'code/',
  obs: 'obs/',
  src: 'src/',
  period: 'period/',
}
/** Relations of facts that only state where an entity belongs. */
const PLACING = new Set(['classifiedAs'])

export interface Link {
  source: string
  target: string
  relation: string
  fact: string | null
  start: number | null
  end: number | null
  timeless: boolean
  planned: boolean
  membership: boolean
  doubt: number
  sources: string[]
  extra: Partial<Tie>
}

/** Two texts in the order of their code points. */
export const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const unique = <T>(all: Iterable<T>): T[] => [...new Set(all)]

export class World {
  readonly links: Link[]
  readonly linksOf = new Map<string, Link[]>()
  readonly factsOf = new Map<string, string[]>()
  readonly accountsOf = new Map<string, string[]>()

  constructor(
    readonly core: Core,
    readonly texts: Texts,
    readonly lang: Lang,
  ) {
    this.links = core.links.map(([source, target, relation, fact, start, end, flags, doubt, own, extra]) => ({
      source,
      target,
      relation,
      fact,
      start,
      end,
      doubt,
      extra,
      timeless: (flags & 1) > 0,
      planned: (flags & 2) > 0,
      membership: (flags & 4) > 0,
      sources: fact ? (core.facts[fact]?.sources ?? own) : own,
    }))
    for (const link of this.links)
      for (const end of new Set([link.source, link.target])) push(this.linksOf, end, link)
    for (const [name, fact] of Object.entries(core.facts))
      for (const party of new Set(fact.parties.map(([, id]) => id))) push(this.factsOf, party, name)
    for (const [name, said] of Object.entries(core.said))
      if (said.event) push(this.accountsOf, said.event, name)
  }

  label(id: string): string {
    return this.texts.labels[id] ?? id.replaceAll(/[#:]/g, '/').split('/').pop() ?? id
  }

  labels(ids: Iterable<string>): Record<string, string> {
    return Object.fromEntries(
      unique(ids)
        .sort(order)
        .map((id) => [id, this.label(id)]),
    )
  }

  /** The label of a class, role or relation. */
  term(name: string): string {
    return this.label(name.includes(':') ? name : `jlac:${name}`)
  }

  /** What qualifies a fact or a statistic. */
  qualified(id: string | null): Qualified {
    const said = (id && this.core.said[id]) || {}
    return said.claimant ? { ...said, claimantLabel: this.label(said.claimant) } : said
  }

  /** The id in the graph for the id in an address, which has no base. */
  found(name: string): string {
    if (name in this.core.nodes) return name
    return Object.keys(this.core.nodes).find((id) => pathOf(id) === pathOf(name)) ?? name
  }

  node(id: string): Thing {
    const known = this.core.nodes[id] ?? {}
    return { kind: 'Thing', sectors: [], degree: 0, ...known, id, label: this.label(id) }
  }

  cited(locators: Iterable<string>): Record<string, Passage> {
    const wanted = unique(locators).filter(Boolean).sort(order)
    return Object.fromEntries(wanted.map((name) => [name, this.core.passages[name] ?? { label: name }]))
  }

  /** Whether a link is no transaction: it only places an entity. */
  isContext(link: { fact?: string | null; relation: string }): boolean {
    return !link.fact || PLACING.has(link.relation)
  }

  /** Whether a fact is no link yet: it has not come true, or is only possible. */
  isOpen(fact: string | null | undefined): boolean {
    return !!fact && (this.core.said[fact]?.planned === true || this.core.facts[fact]?.kind === 'Relatedness')
  }

  /** A link in words: those of its fact, else its ends around the relation. */
  words(link: { source: string; target: string; relation: string; fact?: string | null }): string {
    if (link.fact) return this.label(link.fact)
    return `${this.label(link.source)} (${this.term(link.relation)}: ${this.label(link.target)})`
  }

  tie(link: Link): Tie {
    const { source, target, relation, fact } = link
    const stated = fact ? this.core.facts[fact] : undefined
    return {
      id: [fact ?? '', relation, source, target].join('|'),
      source,
      target,
      relation,
      label: this.term(relation),
      words: this.words(link),
      ...(fact ? { fact } : {}),
      ...(stated ? { kind: stated.kind } : {}),
      ...(stated?.amount === undefined ? {} : { amount: stated.amount }),
      ...(stated?.currency === undefined ? {} : { currency: stated.currency }),
      sources: link.sources,
      ...link.extra,
      ...this.qualified(fact),
    }
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const group = map.get(key)
  if (group) group.push(value)
  else map.set(key, [value])
}

let core: Core | undefined
const worlds = new Map<Lang, Promise<World>>()

/** The site's data in a language, read once. */
export function world(lang: Lang): Promise<World> {
  let found = worlds.get(lang)
  if (!found) {
    found = Promise.all([file<StoredCore>('core'), file<StoredTexts>(`labels.${lang}`)]).then(
      ([stored, texts]) => {
        core ??= coreOf(stored)
        return new World(core, textsOf(stored, core, texts), lang)
      },
    )
    found.catch(() => worlds.delete(lang))
    worlds.set(lang, found)
  }
  return found
}

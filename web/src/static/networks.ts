/** Networks: the surroundings of an entity, and projections of the graph. */

import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'
import type { Activity, Around, Drawn, Nothing, Projected, Tie } from '../core/types'
import { figure } from './entity'
import { file } from './files'
import { type Link, order, unique, type World } from './world'

export interface Wanted {
  shown?: string[] | undefined
  expand?: string | undefined
  relation?: string | undefined
  offset?: number | undefined
  limit?: number | undefined
  context?: boolean | undefined
}

/** Every edge between things of a set, sorted by id. */
export function edgesAmong(world: World, things: Iterable<string>, context: boolean): Tie[] {
  const inside = new Set(things)
  const found = new Map<string, Tie>()
  for (const thing of inside)
    for (const link of world.linksOf.get(thing) ?? []) {
      if (link.source !== thing || !inside.has(link.target) || (!context && world.isContext(link))) continue
      const tie = world.tie(link)
      found.set(tie.id, tie)
    }
  return [...found.values()].sort((a, b) => order(a.id, b.id))
}

export function networkAround(world: World, wanted: Wanted): Drawn {
  const { shown = [], expand = '', context = false } = wanted
  const named = new Map(shown.map((id) => [id, drawable(world, id)]))
  const known = [...named.values()].flat()
  const [around, added] = expand ? surroundings(world, expand, wanted) : [{} as Nothing, [] as string[]]
  const things = unique([...known, ...(expand ? [expand] : []), ...added])
  const edges = edgesAmong(world, things, context)
  return {
    nodes: things.map((id) => world.node(id)),
    edges,
    added,
    around,
    unknown: [...named.keys()].filter((id) => !named.get(id)?.length).sort(order),
    passages: world.cited(edges.flatMap((edge) => edge.sources)),
  }
}

/** What a name stands for in a drawing: an entity for itself, a fact for its parties but places and codes. */
function drawable(world: World, id: string): string[] {
  const parties = unique((world.core.facts[id]?.parties ?? []).map(([, party]) => party)).filter(
    (party) => !/^(place\/|code:)/.test(party),
  )
  return (parties.length ? parties : [id]).filter((one) => world.core.nodes[one])
}

function surroundings(world: World, centre: string, wanted: Wanted): [Around, string[]] {
  if (!world.core.nodes[centre]) throw new ServiceError(404, t('unknownThing', { id: centre }))
  const { relation = '', context = false } = wanted
  const offset = wanted.offset || 0
  const limit = wanted.limit || 25
  const ties = new Map<string, Link[]>()
  const kinds = new Map<string, Set<string>>()
  for (const link of world.linksOf.get(centre) ?? []) {
    const other = link.source === centre ? link.target : link.source
    if (!context && world.isContext(link)) continue
    kinds.set(link.relation, (kinds.get(link.relation) ?? new Set()).add(other))
    if (!relation || relation === link.relation) ties.set(other, [...(ties.get(other) ?? []), link])
  }
  const firm = (id: string): number => (ties.get(id) ?? []).filter((link) => !world.isOpen(link.fact)).length
  const backing = (id: string): number =>
    (ties.get(id) ?? []).reduce((sum, link) => sum + link.sources.length, 0)
  const degree = (id: string): number => world.linksOf.get(id)?.length ?? 0
  const ranked = [...ties.keys()].sort(
    (a, b) => firm(b) - firm(a) || backing(b) - backing(a) || degree(b) - degree(a) || order(a, b),
  )
  const groups = [...kinds].map(([name, things]) => ({
    relation: name,
    label: world.term(name),
    count: things.size,
  }))
  groups.sort((a, b) => b.count - a.count || order(a.relation, b.relation))
  const page = ranked.slice(offset, offset + limit)
  const left = Math.max(ranked.length - offset - page.length, 0)
  return [{ id: centre, groups, total: ranked.length, left }, page]
}

/** The number of a link; or id, ends, relation, fact, what is not known from the link. */
type EdgeRow = number | [string, string, string, string, string | null, Partial<Tie>]

export async function projected(world: World, name: string): Promise<Projected> {
  const stored = await file<{ nodes: string[]; edges: EdgeRow[]; left: number }>(`projection-${name}`)
  const edges = stored.edges.map((row) => edge(world, row, name))
  return {
    nodes: stored.nodes.map((id) => world.node(id)),
    edges,
    title: world.texts.projections[name] ?? name,
    left: stored.left,
    passages: world.cited(edges.flatMap((one) => one.sources)),
  }
}

function edge(world: World, row: EdgeRow, projection: string): Tie {
  if (typeof row === 'number') return world.tie(world.links[row] as Link)
  const [id, source, target, relation, fact, extra] = row
  const link = world.linksOf
    .get(source)
    ?.find(
      (one) =>
        one.source === source && one.target === target && one.relation === relation && one.fact === fact,
    )
  if (link) return { ...world.tie(link), ...extra, id }
  const label = relation === projection ? relation : world.term(relation)
  return { id, source, target, relation, label, sources: [], ...extra }
}

/** Facts and statistics by country, year and pillar. */
export async function activity(world: World): Promise<Activity> {
  const stored = await file<Activity & { figures: string[]; kinds: string[]; sectors: string[] }>('activity')
  const figures = (stored.figures as unknown as string[]).map((id) => figure(world, id))
  const facts = stored.facts.map((row) => {
    const { amount, currency, approximate, sources } = world.core.facts[row.id] ?? { sources: [] }
    const known = Object.fromEntries(
      Object.entries({ amount, currency, approximate }).filter(([, v]) => v !== undefined),
    )
    return {
      ...world.qualified(row.id),
      ...known,
      ...row,
      sources: sources ?? [],
      words: world.label(row.id),
    }
  })
  const countries = stored.countries.map((row) => ({ ...row, label: world.label(row.id) }))
  const points = stored.points.map((row) => ({ ...row, label: world.label(row.id) }))
  return {
    facts,
    figures,
    countries: countries.sort((a, b) => order(a.label, b.label)),
    kinds: Object.fromEntries((stored.kinds as unknown as string[]).map((kind) => [kind, world.term(kind)])),
    sectors: world.labels(stored.sectors as unknown as string[]),
    points,
    passages: world.cited([...facts, ...figures].flatMap((row) => row.sources)),
  }
}

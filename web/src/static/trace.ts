/** Paths between two entities with the evidence of every hop. */

import { kindOf } from '../core/address'
import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'
import type { Hop, Path, Statement, Traced } from '../core/types'
import { edgesAmong } from './networks'
import { Graph, PathSearch, type Ranked, round, within } from './paths'
import { type Link, order, unique, type World } from './world'

const LONGEST_TRIED = 12
const SHORTEST = 5

export interface Options {
  source: string
  target: string
  paths: number
  longest: number
  avoid: string[]
  from: number | null
  to: number | null
}

const graphs = new Map<string, Graph>()

function graphOf(world: World, options: Options): Graph {
  const facts = options.avoid.filter((id) => kindOf(id) === 'fact')
  const key = JSON.stringify([options.from, options.to, facts])
  let found = graphs.get(key)
  if (!found) {
    if (graphs.size > 3) graphs.clear()
    found = new Graph(within(world, options.from, options.to, new Set(facts)), world.core.ground)
    graphs.set(key, found)
  }
  return found
}

export function trace(world: World, options: Options): Traced {
  const { source, target, from, to } = options
  if (!source || !target || source === target) throw new ServiceError(400, t('pickTwo'))
  if (from !== null && to !== null && from > to)
    throw new ServiceError(400, t('badValue', { name: 'from', value: from }))
  const graph = graphOf(world, options)
  const detours = new Set<string>()
  const paths = ranked(graph, options, detours).map((one) => path(world, graph, one))
  const misses = paths.length ? [] : missed(world, options)
  const shortest = shortestPaths(world, source, target)
  const things = unique([...[...paths, ...misses].flatMap((one) => one.nodes), ...shortest.flat()])
  const edges = edgesAmong(world, things, true)
  const undated = (link: Link): boolean => !link.timeless && link.start === null && link.end === null
  return {
    paths,
    shortest,
    misses,
    hubs: [],
    searched: {
      things: graph.names.length,
      links: graph.links.length,
      undated: from === null && to === null ? 0 : world.links.filter(undated).length,
      detours: detours.size,
    },
    gaps: paths.length ? [] : world.texts.gaps,
    nodes: things.sort(order).map((id) => world.node(id)),
    edges,
    passages: world.cited(edges.flatMap((edge) => edge.sources)),
  }
}

/** The best paths without detours; more are searched for each detour. */
function ranked(graph: Graph, options: Options, detours: Set<string>): Ranked[] {
  const [start, end] = [graph.index.get(options.source), graph.index.get(options.target)]
  if (start === undefined || end === undefined) return []
  const avoided = options.avoid.flatMap((id) => graph.index.get(id) ?? [])
  const avoid = new Set(avoided.filter((node) => node !== start && node !== end))
  const search = new PathSearch(graph, start, end, options.longest, avoid, options.paths)
  for (;;) {
    const found = search.all()
    const kept = found.filter((one) => !isDetour(graph, one.nodes))
    for (const one of found) if (!kept.includes(one)) detours.add(one.nodes.join(' '))
    if (kept.length >= options.paths || found.length < search.most)
      return kept.slice(0, options.paths).sort(byCost)
    search.most *= 2
  }
}

const byCost = (a: Ranked, b: Ranked): number => {
  const at = a.nodes.findIndex((id, place) => id !== b.nodes[place])
  return a.cost - b.cost || order(a.nodes[at] ?? '', b.nodes[at] ?? '')
}

/** Whether a path goes through an entity that one fact links to both its neighbours. */
function isDetour(graph: Graph, nodes: string[]): boolean {
  const facts = (a = '', b = ''): Set<string> =>
    new Set(graph.bundle(a, b).flatMap((link) => link.fact ?? []))
  return nodes.slice(2).some((third, at) => {
    const [first, second] = [nodes[at], nodes[at + 1]]
    const [near, far] = [facts(second, third), facts(first, third)]
    return [...facts(first, second)].some((fact) => near.has(fact) && far.has(fact))
  })
}

function path(world: World, graph: Graph, { nodes, cost }: Ranked): Path {
  const hops = nodes.slice(1).map((target, at): Hop & { group: string } => {
    const source = nodes[at] ?? ''
    const bundle = graph.bundle(source, target)
    const said = statements(world, bundle)
    return {
      source,
      target,
      statements: said,
      group: said.every((one) => memberships.has(one)) ? (said[0]?.target ?? '') : '',
    }
  })
  const worded = hops.map((hop, at) => {
    const { group, ...plain } = hop
    return group
      ? namedIn(world, plain, group, [...hops.slice(Math.max(at - 1, 0), at), ...hops.slice(at + 1, at + 2)])
      : plain
  })
  const all = together(graph, nodes).map((id) => ({ id, words: world.label(id) }))
  const shared = nodes.slice(1, -1).filter((id) => id in world.core.ground)
  return {
    nodes,
    cost: hundredths(cost),
    hops: worded,
    ...(all.length ? { together: all } : {}),
    ...(shared.length ? { shared } : {}),
  }
}

/** The facts of which each names every entity of a path of more than one link. */
function together(graph: Graph, nodes: string[]): string[] {
  if (nodes.length < 3) return []
  const named = new Map<string, Set<string>>()
  for (const [at, first] of nodes.entries())
    for (const second of nodes.slice(at + 1))
      for (const { fact } of graph.bundle(first, second))
        if (fact) named.set(fact, (named.get(fact) ?? new Set()).add(first).add(second))
  return [...named].flatMap(([fact, things]) => (things.size === nodes.length ? [fact] : [])).sort(order)
}

/** Two decimal places, ties to even, as the service rounds. */
const hundredths = (cost: number): number =>
  Number.isInteger(cost * 8) ? round(cost * 100) / 100 : Number(cost.toFixed(2))

/** Statements that only name an agent in a group. */
const memberships = new WeakSet<Statement>()

/** The statements of a hop, each sentence once; plans and memberships come last. */
function statements(world: World, bundle: Link[]): Statement[] {
  const rank = (link: Link): number =>
    Number(link.membership) * 4 + Number(link.planned) * 2 + Number(!link.fact)
  const sorted = [...bundle].sort(
    (a, b) => rank(a) - rank(b) || b.sources.length - a.sources.length || order(a.fact ?? '', b.fact ?? ''),
  )
  const said = new Map<string, Statement>()
  for (const link of sorted) {
    const words = world.words(link)
    if (said.has(words)) continue
    const { source, target, fact, sources } = link
    const one = {
      ...world.qualified(fact),
      source,
      target,
      relation: world.term(link.relation),
      fact,
      words,
      sources,
    }
    if (link.membership) memberships.add(one)
    said.set(words, one)
  }
  return [...said.values()]
}

/** A hop of a group in a sentence of its own, with what the next hop says of the group. */
function namedIn(world: World, hop: Hop, group: string, beside: (Hop & { group: string })[]): Hop {
  const member = hop.source === group ? hop.target : hop.source
  const further = beside.find((one) => (one.source === group || one.target === group) && !one.group)
  const plain = '{member} is named among {group}'
  const key = further ? `${plain}, of which the source says: {words}` : plain
  const values: Record<string, string> = {
    member: world.label(member),
    group: world.label(group),
    words: further?.statements[0]?.words ?? '',
  }
  const words = (world.texts.phrases[key] ?? key).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  )
  return { ...hop, statements: hop.statements.map((one) => ({ ...one, words })) }
}

/** The paths that dropping one condition, or all, would give. */
function missed(world: World, options: Options): { without: string; nodes: string[] }[] {
  const longest = Math.max(LONGEST_TRIED, options.longest)
  const links = options.longest === 1 ? '1 link' : `${options.longest} links`
  const tries: [string, Options][] = [
    [`at most ${links}`, { ...options, longest }],
    [`avoiding ${options.avoid.join(', ')}`, { ...options, avoid: [] }],
    ['the requested years', { ...options, from: null, to: null }],
    ['all conditions', { ...options, longest, avoid: [], from: null, to: null }],
  ]
  const seen = new Set<string>()
  const found: { without: string; nodes: string[] }[] = []
  for (const [without, other] of tries) {
    if (JSON.stringify(other) === JSON.stringify(options)) continue
    const [best] = ranked(graphOf(world, other), { ...other, paths: 1 }, new Set())
    if (!best || seen.has(best.nodes.join(' '))) continue
    seen.add(best.nodes.join(' '))
    found.push({ without, nodes: best.nodes })
  }
  return found
}

/** Some of the shortest paths; country and sector links, plans and possible relations aside. */
function shortestPaths(world: World, source: string, target: string): string[][] {
  const around = (id: string): string[] =>
    unique(
      (world.linksOf.get(id) ?? [])
        .filter((link) => !world.isContext(link) && !world.isOpen(link.fact))
        .map((link) => (link.source === id ? link.target : link.source)),
    ).sort(order)
  const distance = new Map([[target, 0]])
  for (let ring = [target]; ring.length && !distance.has(source); ) {
    const outer = unique(ring.flatMap(around)).filter((id) => !distance.has(id))
    for (const id of outer) distance.set(id, (distance.get(ring[0] ?? '') ?? 0) + 1)
    ring = outer
  }
  if (!distance.has(source)) return []
  const found: string[][] = []
  const follow = (way: string[], here: string): void => {
    if (found.length >= SHORTEST) return
    if (here === target) return void found.push(way)
    const left = (distance.get(here) ?? 0) - 1
    for (const next of around(here)) if (distance.get(next) === left) follow([...way, next], next)
  }
  follow([source], source)
  return found
}

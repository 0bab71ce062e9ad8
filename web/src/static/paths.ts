/**
 * The cheapest paths between two entities, as `jlac trace` ranks them: the same costs, the same search, the
 * same order of ties. A change of `jlac_graph.network.paths` has to be made here too; a test compares both.
 */

import { Heap } from './heap'
import { type Link, order, type World } from './world'

const HOP = 1000
const DOCUMENTS = 500
const PASSAGES = 250
const UNSOURCED = 1500
const HUB = 300
const EFFORT = 20_000
const BALL = 20_000

export interface Ranked {
  nodes: string[]
  cost: number
}

/** Half to even, as Python rounds. */
export function round(value: number): number {
  const low = Math.floor(value)
  if (value - low !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}

function hopCost(links: Link[]): number {
  const doubt = Math.min(...links.map((link) => link.doubt))
  const passages = new Set(links.flatMap((link) => link.sources))
  if (!passages.size) return HOP + UNSOURCED + doubt
  const documents = new Set([...passages].map((locator) => locator.split('#')[0]))
  return HOP + round(DOCUMENTS / documents.size) + round(PASSAGES / passages.size) + doubt
}

/** An undirected graph of hops, nodes as numbers in the order of their names. */
export class Graph {
  readonly names: string[]
  readonly index: Map<string, number>
  readonly around: [number, number][][]
  readonly toll: number[]
  /** Links by the numbers of their ends, the smaller first. */
  readonly bundles = new Map<string, Link[]>()

  constructor(
    readonly links: Link[],
    ground: Record<string, number>,
  ) {
    const kept = links.filter((link) => link.source !== link.target)
    this.names = [...new Set(kept.flatMap((link) => [link.source, link.target]))].sort(order)
    this.index = new Map(this.names.map((name, number) => [name, number]))
    this.around = this.names.map(() => [])
    for (const link of kept) {
      const key = this.key(link.source, link.target)
      this.bundles.set(key, [...(this.bundles.get(key) ?? []), link])
    }
    const hops = [...this.bundles].map(([key, bundle]) => {
      const [u = 0, v = 0] = key.split(' ').map(Number)
      return [u, v, hopCost(bundle)] as const
    })
    for (const [u, v, cost] of hops.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      this.around[u]?.push([v, cost])
      this.around[v]?.push([u, cost])
    }
    this.toll = this.names.map((name, number) => {
      const degree = this.degree(number)
      return (degree > 1 ? Math.round(HUB * Math.log2(degree)) : 0) + (ground[name] ?? 0)
    })
  }

  key(a: string, b: string): string {
    const [u, v] = [this.index.get(a) ?? -1, this.index.get(b) ?? -1]
    return u < v ? `${u} ${v}` : `${v} ${u}`
  }

  bundle(a: string, b: string): Link[] {
    return this.bundles.get(this.key(a, b)) ?? []
  }

  degree(node: number): number {
    return this.around[node]?.length ?? 0
  }
}

interface Asked {
  start: number
  end: number
  longest: number | null
  avoid: Set<number>
  nearStart: Map<number, number>
  nearEnd: Map<number, number>
  radii: [number, number]
}

interface Label {
  cost: number
  hops: number
  tick: number
  node: number
  parent: Label | null
}

interface Prefix {
  nodes: number[]
  banned: Set<number>
  cost: number
}

interface Walk {
  cost: number
  nodes: number[]
}

const byCost = (a: Label, b: Label): number => a.cost - b.cost || a.hops - b.hops || a.tick - b.tick

/** One of the two searches: its open labels and the undominated ones of every node. */
class Side {
  readonly queue = new Heap<Label>(byCost)
  readonly labels = new Map<number, Label[]>()

  constructor(
    readonly homes: Set<number>,
    readonly gates: Set<number>,
    readonly blocked: Set<number>,
    readonly bounded: boolean,
  ) {}

  push(label: Label): void {
    const kept = this.labels.get(label.node)
    const noWorse = (one: Label, other: Label): boolean =>
      one.cost <= other.cost && (!this.bounded || one.hops <= other.hops)
    if (!kept || (!this.bounded && label.cost < (kept[0]?.cost ?? 0))) this.labels.set(label.node, [label])
    else if (!this.bounded || kept.some((other) => noWorse(other, label))) return
    else this.labels.set(label.node, [...kept.filter((other) => !noWorse(label, other)), label])
    this.queue.push(label)
  }

  pop(): Label | null {
    const label = this.queue.pop()
    return label && this.labels.get(label.node)?.includes(label) ? label : null
  }
}

/** A bidirectional search for the cheapest walk that begins with a prefix. */
class Search {
  private ticks = 0
  private best: { total: number; hops: number; ahead: Label; behind: Label } | null = null
  private readonly forward: Side
  private readonly backward: Side
  private readonly banned: Set<number>

  constructor(
    private readonly graph: Graph,
    private readonly asked: Asked,
    prefix: Prefix,
    private readonly ceiling: number,
  ) {
    const last = prefix.nodes.at(-1)
    const homes = new Set(last === undefined ? [asked.start].filter((n) => !prefix.banned.has(n)) : [last])
    this.banned = last === undefined ? new Set() : prefix.banned
    const fixed = new Set([asked.start, ...prefix.nodes, ...asked.avoid])
    const ends = new Set([asked.end])
    const bounded = asked.longest !== null
    this.forward = new Side(homes, ends, fixed, bounded)
    const behind = new Set([...[...fixed].filter((node) => !homes.has(node)), asked.end])
    this.backward = new Side(ends, homes, behind, bounded)
    const toll = last !== undefined && prefix.nodes.length > 1 ? (graph.toll[last] ?? 0) : 0
    const hops = Math.max(prefix.nodes.length - 1, 0)
    for (const node of homes)
      this.forward.push({ cost: prefix.cost + toll, hops, tick: this.ticks++, node, parent: null })
    this.backward.push({ cost: 0, hops: 0, tick: this.ticks++, node: asked.end, parent: null })
  }

  run(): Walk | null {
    const { forward, backward } = this
    while (forward.queue.size && backward.queue.size) {
      const least = (forward.queue.least?.cost ?? 0) + (backward.queue.least?.cost ?? 0)
      if (least >= this.ceiling || (this.best && least >= this.best.total)) break
      const [near, far] =
        forward.queue.size <= backward.queue.size ? [forward, backward] : [backward, forward]
      const label = near.pop()
      if (label) this.expand(label, near, far)
    }
    return this.walk()
  }

  private expand(label: Label, near: Side, far: Side): void {
    const { graph, asked } = this
    const { node, hops } = label
    if (asked.longest !== null && hops >= asked.longest) return
    const atHome = near.homes.has(node)
    const ahead = near === this.forward
    const shut = !ahead && this.banned.has(node)
    const cost = label.cost + (atHome ? 0 : (graph.toll[node] ?? 0))
    for (const [there, price] of graph.around[node] ?? []) {
      const gate = near.gates.has(there)
      if (near.blocked.has(there) || (atHome && ahead && this.banned.has(there)) || (gate && shut)) continue
      if (near.bounded && this.tooFar(there, hops + 1, ahead)) continue
      const step: Label = {
        cost: cost + price,
        hops: hops + 1,
        tick: this.ticks++,
        node: there,
        parent: label,
      }
      if (far.labels.has(there)) this.meet(step, near, far)
      if (!gate) near.push(step)
    }
  }

  private tooFar(node: number, hops: number, ahead: boolean): boolean {
    const { asked } = this
    const left = (ahead ? asked.nearEnd : asked.nearStart).get(node) ?? asked.radii[ahead ? 1 : 0] + 1
    return hops + left > (asked.longest ?? 0)
  }

  private meet(label: Label, near: Side, far: Side): void {
    const most = this.asked.longest
    const toll = far.homes.has(label.node) ? 0 : (this.graph.toll[label.node] ?? 0)
    for (const other of far.labels.get(label.node) ?? []) {
      const total = label.cost + other.cost + toll
      const hops = label.hops + other.hops
      const { best } = this
      if (
        (most !== null && hops > most) ||
        (best && (total > best.total || (total === best.total && hops >= best.hops)))
      )
        continue
      const [ahead, behind] = near === this.forward ? [label, other] : [other, label]
      this.best = { total, hops, ahead, behind }
    }
  }

  private walk(): Walk | null {
    if (!this.best || this.best.total >= this.ceiling) return null
    const nodes = [...chain(this.best.ahead).reverse(), ...chain(this.best.behind).slice(1)]
    return { cost: this.best.total, nodes }
  }
}

function chain(label: Label | null): number[] {
  const found: number[] = []
  for (let at = label; at; at = at.parent) found.push(at.node)
  return found
}

interface Open extends Walk {
  fixed: number
  banned: Set<number>
}

function byWalk(a: Open, b: Open): number {
  const lengths = a.cost - b.cost || a.nodes.length - b.nodes.length
  if (lengths) return lengths
  const at = a.nodes.findIndex((node, place) => node !== b.nodes[place])
  return at < 0 ? a.fixed - b.fixed : (a.nodes[at] ?? 0) - (b.nodes[at] ?? 0)
}

/** The k cheapest paths, by Yen's ranking with Lawler's partition. */
export class PathSearch {
  private open = new Heap<Open>(byWalk)
  private costs: number[] = []
  private searches = 0
  private readonly asked: Asked

  constructor(
    private readonly graph: Graph,
    start: number,
    end: number,
    readonly longest: number,
    avoid: Set<number>,
    public most: number,
  ) {
    const [nearEnd, endRadius] = rings(graph, end, Math.floor(longest / 2))
    const [nearStart, startRadius] = rings(graph, start, longest - Math.floor(longest / 2))
    this.asked = { start, end, longest, avoid, nearStart, nearEnd, radii: [startRadius, endRadius] }
  }

  all(): Ranked[] {
    this.open = new Heap<Open>(byWalk)
    this.costs = []
    this.solve([], new Set())
    const found: Ranked[] = []
    for (let next = this.open.pop(); next; next = this.open.pop()) {
      const { cost, nodes, fixed, banned } = next
      if (new Set(nodes).size === nodes.length) {
        found.push({ nodes: nodes.map((node) => this.graph.names[node] ?? ''), cost: cost / 1000 })
        if (found.length === this.most) break
      }
      for (let at = fixed; at < nodes.length; at++) {
        if (new Set(nodes.slice(0, at)).size < at) break
        this.solve(nodes.slice(0, at), new Set([...(at === fixed ? banned : []), nodes[at] ?? -1]))
      }
    }
    return found
  }

  private solve(nodes: number[], banned: Set<number>): void {
    if (this.searches++ >= EFFORT) throw new Error(`stopped after ${EFFORT} searches`)
    const walk = this.cheapest(this.prefix(nodes, banned))
    if (!walk) return
    this.open.push({ ...walk, fixed: nodes.length, banned })
    if (new Set(walk.nodes).size < walk.nodes.length) return
    const at = this.costs.findIndex((cost) => cost > walk.cost)
    this.costs.splice(at < 0 ? this.costs.length : at, 0, walk.cost)
  }

  private prefix(nodes: number[], banned: Set<number>): Prefix {
    let cost = 0
    for (let at = 1; at < nodes.length; at++) {
      const [here = -1, there] = [nodes[at - 1], nodes[at]]
      cost += this.graph.around[here]?.find(([other]) => other === there)?.[1] ?? 0
      if (at > 1) cost += this.graph.toll[here] ?? 0
    }
    return { nodes, banned, cost }
  }

  /** The best walk, first without the limit on hops, which multiplies the labels. */
  private cheapest(prefix: Prefix): Walk | null {
    const ceiling = this.costs[this.most - 1] ?? Number.POSITIVE_INFINITY
    const free = new Search(this.graph, { ...this.asked, longest: null }, prefix, ceiling).run()
    const whole = joined(prefix, free)
    if (!whole || whole.nodes.length - 1 <= this.longest) return whole
    return joined(prefix, new Search(this.graph, this.asked, prefix, ceiling).run())
  }
}

const joined = (prefix: Prefix, walk: Walk | null): Walk | null =>
  walk && { cost: walk.cost, nodes: [...prefix.nodes.slice(0, -1), ...walk.nodes] }

/** The hops from a node to all that lies within a radius, or fewer rings if they grow large. */
function rings(graph: Graph, home: number, radius: number): [Map<number, number>, number] {
  const found = new Map([[home, 0]])
  let ring = [home]
  for (let distance = 1; distance <= radius; distance++) {
    if (ring.reduce((sum, node) => sum + graph.degree(node), 0) > BALL) return [found, distance - 1]
    const outer: number[] = []
    for (const node of ring)
      for (const [there] of graph.around[node] ?? [])
        if (!found.has(there)) {
          found.set(there, distance)
          outer.push(there)
        }
    ring = outer
  }
  return [found, radius]
}

/** The links that hold in some year from one to another; those without a year hold in none. */
export function within(world: World, from: number | null, to: number | null, avoid: Set<string>): Link[] {
  const kept = world.links.filter((link) => !link.fact || !avoid.has(link.fact))
  if (from === null && to === null) return kept
  const [first, last] = [from ?? -Infinity, to ?? Infinity]
  return kept.filter((link) => {
    const start = link.start ?? link.end // of what happened by a year no earlier year is stated
    const end = link.end ?? Infinity
    return link.timeless || (start !== null && start <= end && start <= last && end >= first)
  })
}

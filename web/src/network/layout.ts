/** Positions of nodes: a force-directed layout that is repeatable and keeps fixed nodes in their positions. */

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force'
import type { Place } from './canvas'

interface Body extends SimulationNodeDatum {
  id: string
  size: number
}

export interface LayoutInput {
  nodes: { id: string; size: number }[]
  edges: { source: string; target: string }[]
  /** Nodes that keep their position. */
  fixed: Map<string, Place>
  /** The node near which new ones are placed. */
  near?: string | undefined
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5))

/** A position for every node. The same input always gives the same positions. */
export function arrange(input: LayoutInput): Map<string, Place> {
  const centre = (input.near && input.fixed.get(input.near)) || middle(input.fixed)
  const bodies: Body[] = input.nodes.map((node, i) => {
    const held = input.fixed.get(node.id)
    if (held) return { id: node.id, size: node.size, x: held.x, y: held.y, fx: held.x, fy: held.y }
    const radius = 60 + 22 * Math.sqrt(i + 1)
    return {
      id: node.id,
      size: node.size,
      x: centre.x + radius * Math.cos(i * GOLDEN),
      y: centre.y + radius * Math.sin(i * GOLDEN),
    }
  })
  const known = new Set(bodies.map((body) => body.id))
  const pairs = new Map<string, { source: string; target: string }>()
  for (const { source, target } of input.edges) {
    if (source !== target && known.has(source) && known.has(target))
      pairs.set([source, target].sort().join(' '), { source, target })
  }
  const many = bodies.length > 500
  const few = bodies.length <= 60
  const simulation = forceSimulation(bodies)
    .force(
      'link',
      forceLink<Body, { source: string | Body; target: string | Body }>([...pairs.values()])
        .id((body) => body.id)
        .distance(few ? 160 : 115)
        .strength(0.35),
    )
    .force(
      'charge',
      forceManyBody()
        .strength(many ? -110 : few ? -1100 : -420)
        .distanceMax(900),
    )
    .force(
      'collide',
      forceCollide<Body>((body) => body.size / 2 + (few ? 42 : many ? 9 : 20)).iterations(many ? 1 : 2),
    )
    .force('x', forceX(centre.x).strength(0.035))
    .force('y', forceY(centre.y).strength(0.05))
    .stop()
  simulation.tick(many ? 160 : 320)
  return new Map(bodies.map((body) => [body.id, { x: Math.round(body.x ?? 0), y: Math.round(body.y ?? 0) }]))
}

function middle(places: Map<string, Place>): Place {
  if (!places.size) return { x: 0, y: 0 }
  let [x, y] = [0, 0]
  for (const place of places.values()) {
    x += place.x
    y += place.y
  }
  return { x: x / places.size, y: y / places.size }
}
